//! Number words by language, and the words that multiply.

/// Words below a thousand, per language; articles that double as "one" are in [`ARTICLES`].
pub(super) const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 \
        fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 \
        fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 dozen=12 dual=2 triple=3 quad=4",
    ),
    (
        "de",
        "eins=1 zwei=2 zwo=2 drei=3 vier=4 funf=5 fuenf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwolf=12 \
        zwoelf=12 dreizehn=13 vierzehn=14 funfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 \
        dreissig=30 vierzig=40 funfzig=50 fuenfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert=100 \
        ein=1 dutzend=12 anderthalb=1.5 eineinhalb=1.5 zweieinhalb=2.5 \
        dreieinhalb=3.5",
    ),
    (
        "fr",
        "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 \
        quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 \
        nonante=90 cent=100 cents=100 douzaine=12 dizaine=10 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 centaine=100 \
        soixantaine=60",
    ),
    (
        "es",
        "dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 \
        quince=15 dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintidos=22 veinticuatro=24 \
        veinticinco=25 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 \
        ciento=100 doscientos=200 doscientas=200 trescientos=300 cuatrocientos=400 quinientos=500 seiscientos=600 \
        ochocientos=800 docena=12 \
        trescientas=300 cuatrocientas=400 quinientas=500 seiscientas=600 setecientos=700 setecientas=700 ochocientas=800 novecientos=900 novecientas=900 veintiuna=21 veintitres=23 veintidos=22 veintiseis=26 decena=10 veintena=20 treintena=30 centenar=100",
    ),
    (
        "pt",
        "dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 \
        quatorze=14 catorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezoito=18 dezenove=19 vinte=20 \
        trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90 cem=100 cento=100 \
        duzentos=200 duzentas=200 trezentos=300 quatrocentos=400 quinhentos=500 seiscentos=600 oitocentos=800 duzia=12 \
        dezanove=19 dezassete=17 trezentas=300 quatrocentas=400 quinhentas=500 seiscentas=600 setecentos=700 setecentas=700 oitocentas=800 novecentos=900 novecentas=900 dezena=10 vintena=20 centena=100",
    ),
    (
        "it",
        "due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 tredici=13 \
        quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 venti=20 trenta=30 quaranta=40 \
        cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90 cento=100 dozzina=12 decina=10 ventina=20 trentina=30 \
        duecento=200 trecento=300 quattrocento=400 cinquecento=500 seicento=600 settecento=700 ottocento=800 novecento=900 centinaio=100 quarantina=40 cinquantina=50",
    ),
    (
        "nl",
        "twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 veertien=14 \
        vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40 vijftig=50 \
        zestig=60 zeventig=70 tachtig=80 negentig=90 honderd=100 \
        tweehonderd=200 driehonderd=300 vierhonderd=400 vijfhonderd=500 zeshonderd=600 achthonderd=800 dozijn=12 tiental=10 twintigtal=20 honderdtal=100 anderhalf=1.5 anderhalve=1.5",
    ),
    (
        "pl",
        "dwa=2 dwie=2 dwoch=2 trzy=3 trzech=3 cztery=4 czterech=4 piec=5 szesc=6 siedem=7 osiem=8 dziewiec=9 dziesiec=10 \
        dwanascie=12 szesnascie=16 dwadziescia=20 trzydziesci=30 czterdziesci=40 piecdziesiat=50 sto=100 dwiescie=200 \
        dwoma=2 dwaj=2 trzema=3 czterema=4 pieciu=5 piecioma=5 szesciu=6 szescioma=6 siedmiu=7 osmiu=8 osmioma=8 dziewieciu=9 dziesieciu=10 jedenascie=11 jedenastu=11 dwunastu=12 trzynascie=13 trzynastu=13 czternascie=14 czternastu=14 pietnascie=15 pietnastu=15 szesnastu=16 siedemnascie=17 siedemnastu=17 osiemnascie=18 osiemnastu=18 dziewietnascie=19 dziewietnastu=19 dwudziestu=20 trzydziestu=30 czterdziestu=40 piecdziesieciu=50 szescdziesiat=60 szescdziesieciu=60 siedemdziesiat=70 siedemdziesieciu=70 osiemdziesiat=80 osiemdziesieciu=80 dziewiecdziesiat=90 dziewiecdziesieciu=90 stu=100 dwustu=200 trzysta=300 trzystu=300 czterysta=400 czterystu=400 piecset=500 pieciuset=500 szescset=600 osiemset=800 tuzin=12 poltora=1.5",
    ),
    (
        "ko",
        "하나=1 한=1 둘=2 두=2 셋=3 세=3 넷=4 네=4 서른=30 마흔=40 쉰=50 스물=20 다섯=5 여섯=6 일곱=7 여덟=8 아홉=9 열=10 스무=20",
    ),
    (
        "cs",
        "dva=2 dve=2 tri=3 ctyri=4 ctyr=4 pet=5 sest=6 sedm=7 osm=8 devet=9 deset=10 dvanact=12 sestnact=16 dvacet=20 tricet=30 ctyricet=40 padesat=50 sto=100 \
        dvou=2 dvema=2 tri=3 trech=3 tremi=3 ctyrech=4 ctyrmi=4 peti=5 sesti=6 sedmi=7 osmi=8 deviti=9 deseti=10 jedenact=11 dvanacti=12 trinact=13 trinacti=13 ctrnact=14 ctrnacti=14 patnact=15 patnacti=15 sestnacti=16 sedmnact=17 osmnact=18 osmnacti=18 devatenact=19 dvaceti=20 triceti=30 ctyriceti=40 padesati=50 sedesat=60 sedesati=60 sedmdesat=70 osmdesat=80 devadesat=90 dveste=200 trista=300 ctyrista=400 petset=500 sestset=600 osmset=800 ctyriadvacet=24 ctyriasedesat=64 dvaatricet=32 osmactyricet=48 tucet=12 puldruheho=1.5",
    ),
    (
        "tr",
        "iki=2 uc=3 dort=4 bes=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 elli=50 altmis=60 yetmis=70 seksen=80 doksan=90 yuz=100 \
        oniki=12 onalti=16 yirmidort=24 otuziki=32 duzine=12 birbucuk=1.5",
    ),
    ("sv", "tva=2 tre=3 fyra=4 fem=5 sex=6 sju=7 atta=8 nio=9 tio=10 tolv=12 sexton=16 tjugo=20 hundra=100"),
    (
        "ar",
        "اثنان=2 اثنين=2 ثلاثه=3 ثلاث=3 اربعه=4 اربع=4 خمسه=5 خمس=5 سته=6 ست=6 سبعه=7 ثمانيه=8 ثماني=8 تسعه=9 \
        عشره=10 عشر=10 عشرين=20 عشرون=20 ثلاثين=30 اربعين=40 خمسين=50 ستين=60 مئه=100 مائه=100 مئتان=200 مائتي=200 \
        اثنا=2 اثني=2 اثنتي=2 اثنتا=2 اثنتان=2 اثنتين=2 ثلاثون=30 اربعون=40 خمسون=50 ستون=60 سبع=7 ثمان=8 ثمانيه=8 تسع=9 سبعين=70 سبعون=70 ثمانين=80 ثمانون=80 تسعين=90 تسعون=90 ثلاثمئه=300 ثلاثمائه=300 اربعمئه=400 اربعمائه=400 خمسمئه=500 خمسمائه=500 مئتين=200 مائتين=200 مائتان=200",
    ),
    (
        "ru",
        "два=2 две=2 три=3 трех=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 двенадцать=12 \
        шестнадцать=16 двадцать=20 тридцать=30 сорок=40 пятьдесят=50 сто=100 двести=200 \
        двух=2 двумя=2 двум=2 тремя=3 трем=3 четырех=4 четырьмя=4 пяти=5 пятью=5 шести=6 шестью=6 семи=7 семью=7 восьми=8 восемью=8 девяти=9 десяти=10 одиннадцать=11 одиннадцати=11 двенадцати=12 тринадцать=13 тринадцати=13 четырнадцать=14 четырнадцати=14 пятнадцать=15 пятнадцати=15 шестнадцати=16 семнадцать=17 восемнадцать=18 восемнадцати=18 девятнадцать=19 двадцати=20 тридцати=30 сорока=40 пятидесяти=50 шестьдесят=60 шестидесяти=60 семьдесят=70 семидесяти=70 восемьдесят=80 восьмидесяти=80 девяносто=90 ста=100 двухсот=200 триста=300 трехсот=300 четыреста=400 четырехсот=400 пятьсот=500 пятисот=500 шестьсот=600 восемьсот=800 дюжина=12 полтора=1.5 полторы=1.5 десяток=10 сотня=100",
    ),
];

/// Articles that may mean "one".
pub(super) const ARTICLES: &str =
    " a an ein eine einen einem einer un une uno una um uma een jeden jedna en ett один одна ";

/// Words that multiply: thousands and up. Long-scale languages have their own meaning of "billion".
pub(super) const MAGNITUDES: &[(&str, f64)] = &[
    (
        "k thousand thousands tausend tsd mil mille mila duizend tysiac tysiace tysiecy tusen tys tis tisic bin тыс тысяч тысячи الف الاف 천 千",
        1e3,
    ),
    ("만 万 萬", 1e4),
    ("lakh lakhs lac", 1e5),
    (
        "m mn mm mln mio million millions millionen millones millon milhao milhoes milioni milione miljoen milion miliony milionu milyon \
         milionow miljoner млн миллион миллионов миллиона مليون ملايين 백만",
        1e6,
    ),
    ("crore crores cr", 1e7),
    ("억 亿 億", 1e8),
    (
        "b bn mld mlrd billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard miliard miliardy miliardow miliardu milyar \
         milliarder bilhao bilhoes млрд миллиард миллиардов مليار مليارات 十亿",
        1e9,
    ),
    (
        "t tn trn trillion trillions trilhao trilhoes bio billionen billon billones bilioni biljoen трлн تريليون 兆 조",
        1e12,
    ),
];

/// Beginnings of the words that multiply, in languages that inflect them.
pub(super) const INFLECTED_MAGNITUDES: &[(&str, &[(&str, f64)])] = &[
    ("ru", &[("тысяч", 1e3), ("миллион", 1e6), ("миллиард", 1e9), ("триллион", 1e12)]),
    (
        "pl",
        &[
            ("bln", 1e12),
            ("tysiac", 1e3),
            ("tysiec", 1e3),
            ("milion", 1e6),
            ("miliard", 1e9),
            ("bilion", 1e12),
        ],
    ),
    ("cs", &[("tisic", 1e3), ("milion", 1e6), ("miliard", 1e9), ("bilion", 1e12)]),
    ("tr", &[("milyon", 1e6), ("milyar", 1e9), ("trilyon", 1e12)]),
    ("it", &[("migliai", 1e3), ("milion", 1e6), ("miliard", 1e9), ("bilion", 1e12)]),
    ("es", &[("millon", 1e6), ("millardo", 1e9), ("billon", 1e12)]),
    (
        "pt",
        &[
            ("milhao", 1e6),
            ("milhoes", 1e6),
            ("bilhao", 1e9),
            ("bilhoes", 1e9),
            ("trilh", 1e12),
            ("biliao", 1e12),
            ("bilioes", 1e12),
        ],
    ),
    ("fr", &[("million", 1e6), ("milliard", 1e9), ("billion", 1e12)]),
    ("de", &[("million", 1e6), ("milliard", 1e9), ("billion", 1e12)]),
    ("nl", &[("miljoen", 1e6), ("miljard", 1e9), ("biljoen", 1e12)]),
    (
        "ar",
        &[
            ("مليون", 1e6),
            ("ملايين", 1e6),
            ("مليار", 1e9),
            ("ترليون", 1e12),
            ("تريليون", 1e12),
            ("بليون", 1e9),
        ],
    ),
];
