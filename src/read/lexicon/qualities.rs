//! Qualities: cooling, fabrics, precisions, places, security, services.

use super::C;

pub(super) const QUALITIES: &[(C, &str)] = &[
    (
        C::CoolingAir,
        "air cooled|air cooling|aircooled|cooled by air|cold aisle|contained cold aisle|cold aisle containment|hot aisle|hot aisle containment|contained hot aisle|luftgekuhlt*|luftkuhlung|kaltgang*|warmgang*|kaltgangeinhausung|kaltluft*|refrigeracion por aire|refrigerad* por aire|enfriamiento por aire|aire acondicionado|pasillo frio|refroidissement par air|refroidi* par air|refroidi* a l air|allee froide|\
        raffreddamento ad aria|raffreddat* ad aria|corridoio freddo|refrigeracao a ar|refrigerad* a ar|resfriamento a ar|resfriad* a ar|corredor frio|luchtgekoeld*|luchtkoeling|chlodzenie powietrzem|chlodzon* powietrzem|luftkyl*|crac|风冷|空冷|공랭*|تبريد هوائي|تبريد بالهواء|مبرد* بالهواء|воздушн* охлажд*",
    ),
    (
        C::CoolingLiquid,
        "liquid cooled|liquid cooling|liquid|water cooled|water cooling|watercooled|direct liquid|direct liquid cooling|dlc|direct to chip|cold plate|cold plates|immersion|immersion cooling|flussigkeitsgekuhlt*|flussigkeitskuhlung|wassergekuhlt*|wasserkuhlung|flussigkuhlung|direktkuhlung|refrigeracion liquida|refrigerad* por liquido|refrigerad* por agua|refrigeracion por agua|enfriamiento liquido|enfriamiento por agua|\
        refroidissement liquide|refroidi* par liquide|refroidissement par eau|refroidi* par eau|refroidissement a eau|watercooling|raffreddamento a liquido|raffreddat* a liquido|raffreddamento ad acqua|refrigeracao liquida|resfriamento liquido|refrigerad* a liquido|refrigeracao a agua|resfriad* a agua|vloeistofkoeling|vloeistofgekoeld*|waterkoeling|watergekoeld*|chlodzenie ciecza|chlodzenie woda|chlodzon* ciecza|vatskyl*|\
        液冷|水冷|浸没|液体冷却|冷板|수랭*|수냉*|액냉*|액체 냉각|تبريد سائل|تبريد بالسائل|تبريد مائي|تبريد بالماء|жидкостн* охлажд*|водян* охлажд*",
    ),
    (
        C::CoolingWord,
        "cooling|cooled|kuhlung|gekuhlt|refrigeracion|refroidissement|raffreddamento|refrigeracao|resfriamento|climatisation|koeling|chlodzenie|kylning|冷却|散热|制冷|냉각|تبريد|охлаждени*",
    ),
    (
        C::Water,
        "water|water pipes|plumbing|wasser|wasserleitung*|agua|eau|acqua|woda|wody|vatten|水|물|ماء|مياه|المياه|вода|воды",
    ),
    (C::Air, "air|luft|aire|pt:ar|aria|lucht|powietrze|空气|空気|공기|هواء|воздух"),
    (
        C::InfiniBand,
        "infiniband|ib|infini band|quantum 2|quantum x800|ndr|xdr|hdr|ndr400|ib ndr|IB网络|인피니밴드|انفينيباند|إنفيني باند",
    ),
    (
        C::Ethernet,
        "ethernet|roce|rocev2|roce v2|spectrum x|spectrumx|spectrum 4|以太网|以太網|イーサネット|이더넷|ايثرنت|إيثرنت|эзернет",
    ),
    (
        C::NonBlocking,
        "non blocking|nonblocking|no oversubscription|without oversubscription|not oversubscribed|fully non blocking|full bisection|blockierungsfrei|nicht blockierend|uberbuchungsfrei|ohne uberbuchung|sin bloqueo|no bloqueante|sin sobresuscripcion|non bloquant|sans blocage|senza blocchi|non bloccante|sem bloqueio|nao bloqueante|无阻塞|无收敛|ノンブロッキング|논블로킹|غير محجوب*|неблокирующ*",
    ),
    (C::Slurm, "slurm"),
    (C::Kubernetes, "kubernetes|k8s|openshift|rancher"),
    (C::Vmware, "vmware|vsphere|esxi|vcenter|vm ware"),
    (
        C::OtherHypervisor,
        "proxmox|hyper v|hyperv|nutanix|ahv|kvm|xenserver|citrix hypervisor|openstack|xcp ng",
    ),
    (C::Hgx, "hgx"),
    (C::Dgx, "dgx|dgxs|superpod|basepod|dgx superpod|dgx basepod"),
    (C::Pcie, "pcie cards|pcie card|pcie gpus|pcie form factor|pcie servers|pcie server|pcie karten"),
    (C::Bf16, "bf16|bfloat16|16 bit|full precision|volle prazision|precision completa|pleine precision"),
    (C::Fp16, "fp16|half precision|float16|halbe genauigkeit"),
    (C::Fp8, "fp8|f8|8 bit float*|e4m3"),
    (C::Fp4, "fp4|nvfp4|mxfp4|4 bit float*"),
    (C::Int8, "int8|w8a8|8 bit|8bit"),
    (C::Int4, "int4|awq|gptq|w4a16|4 bit|4bit|q4"),
    (
        C::Fp32,
        "fp32|single precision|tf32|simple precision|simple precision|precision simple|einfache genauigkeit|einfacher genauigkeit|precisao simples|singola precisione|precisione singola|simple precision|单精度|単精度|단정밀도|دقه احاديه|одинарн* точност*",
    ),
    (
        C::Fp64,
        "fp64|double precision|doppelte genauigkeit|doppelter genauigkeit|doble precision|precision double|double precision|doppia precisione|precisao dupla|dupla precisao|dubbele precisie|podwojn* precyzj*|64 bit float*|双精度|倍精度|배정밀도|دقه مزدوجه|двойн* точност*",
    ),
    (
        C::NoQuantisation,
        "no quantisation|no quantization|not quantised|not quantized|unquantised|unquantized|without quantisation|without quantization|no quantised|keine quantisierung|ohne quantisierung|nicht quantisiert|unquantisiert|sin cuantizacion|sin cuantizar|sans quantification|pas de quantification|non quantifie|senza quantizzazione|non quantizzat*|sem quantizacao|zonder kwantisatie|不量化|不做量化|無量化|量子化なし|양자화 없이|بدون تكميم|без квантизации|без квантования",
    ),
    (
        C::OwnHall,
        "our own hall|own hall|our own basement|our own server room|our own data centre|our own data center|our own datacenter|own data centre|own data center|our basement|eigener halle|eigenen halle|eigene halle|eigenen serverraum|eigenes rechenzentrum|eigenen rechenzentrum|nuestra propia sala|nuestro propio centro de datos|nuestra sala|notre propre salle|notre propre centre|nostra sala|nossa sala|nosso proprio data center|nosso proprio datacenter|自有机房|自己的机房|自社データセンター|自社内|자체 데이터센터|자사 데이터센터|مركز بياناتنا",
    ),
    (
        C::OnPremises,
        "leaves our premises|leave our premises|leaves the building|leave the building|leave our network|leaves our network|leave our site|leave the company|leaves the company|on premises|on prem|on premise|onprem|in house|on our premises|on our site|on site only|our own premises|stay in house|stays in house|behind our firewall|vor ort|im eigenen haus|im haus|lokal betrieben|en nuestras instalaciones|en local|localmente|in situ|sur site|sur place|dans nos locaux|en interne|in sede|presso la nostra sede|nas nossas instalacoes|em nossas instalacoes|in eigen huis|lokalnie|w siedzibie|本地部署|私有化部署|私有化|オンプレミス|オンプレ|온프레미스|داخل المؤسسه|في مقرنا|محليا|на своей площадке|локально",
    ),
    (
        C::InCountry,
        "in country|inside the country|within the country|within our country|must stay in the country|may not leave the country|not leave the country|leave the country|data residency|inside the kingdom|within the kingdom|in the kingdom|within national borders|stay in germany|stay in france|stay in switzerland|stay in spain|stay in italy|stay in the eu|within the eu|im land|im inland|innerhalb deutschlands|innerhalb der eu|in deutschland bleiben|en el pais|dentro del pais|en territorio nacional|dans le pays|sur le territoire|en france|sur le sol francais|nel paese|in italia|sul territorio nazionale|no pais|dentro do pais|em territorio nacional|in het land|w kraju|境内|国内|数据不出境|不出境|国外に出さ|국내|داخل الدوله|داخل البلد|داخل المملكه|داخل الدوله فقط|внутри страны|на территории",
    ),
    (
        C::National,
        "national ai cent*|national cent*|national clearance|sovereign|sovereignty|souveran*|souverain*|sovereign cloud|nationales ki zentrum|centro nacional de ia|centre national|centro nazionale|国家级|国家|سياديه|سيادي|وطني|وطنيه|مركز وطني",
    ),
    (
        C::NoEgress,
        "air gapped|airgapped|air gap|no internet|without internet|no internet access|no connection to the internet|no outside connection|no cloud|offline only|isolated network|kein internet|ohne internet|keine internetverbindung|vom internet getrennt|sin internet|sin conexion a internet|sin acceso a internet|aislad* de internet|sans internet|sans acces internet|sans acces a internet|sans connexion internet|aucune connexion internet|isole d internet|senza internet|senza accesso a internet|isolat* da internet|sem internet|sem acesso a internet|sem conexao com a internet|zonder internet|bez internetu|bez dostepu do internetu|断网|物理隔离|不连互联网|不能联网|无外网|离线|インターネット接続なし|インターネットに接続しない|閉域|오프라인|폐쇄망|인터넷 연결 없|دون اي اتصال بالانترنت|دون اتصال بالانترنت|بدون انترنت|بدون اتصال بالانترنت|معزول* عن الانترنت|без интернета|без доступа в интернет",
    ),
    (
        C::RemoteAccess,
        "remote vendor access|remote access|vendor access|vendor remote access|remote support access|remote maintenance|fernzugriff|fernwartung|acceso remoto|acces distant|acces a distance|telemaintenance|accesso remoto|accesso da remoto|acesso remoto|toegang op afstand|zdalny dostep|远程访问|远程接入|远程维护|リモートアクセス|원격 접속|원격 접근|الوصول عن بعد|удаленн* доступ*",
    ),
    (
        C::Forbidden,
        "forbidden|prohibited|not allowed|not permitted|banned|not needed|not required|nicht benotigt|nicht notig|no hace falta|pas necessaire|non serve|nao e necessario|is not possible|must not|is not an option|not an option|no option|out of the question|ruled out|not wanted|not welcome|kommt nicht in frage|kommen nicht in frage|scheidet aus|nicht erwunscht|no es una opcion|no es opcion|descartad*|hors de question|exclu|exclue|exclus|escluso|esclusa|fora de questao|descartad*|geen optie|uitgesloten|wykluczon*|verboten|nicht erlaubt|nicht zulassig|untersagt|ausgeschlossen|prohibid*|no se permite|no permitid*|interdit*|n est pas autorise|vietat*|non consentit*|proibid*|nao permitid*|nao e permitid*|verboden|niet toegestaan|zabronion*|niedozwolon*|禁止|不允许|不得|不可|금지|불가|ممنوع*|محظور*|запрещ*",
    ),
    (
        C::Allowed,
        "allowed|permitted|ok|is fine|welcome|erlaubt|zulassig|permitid*|autoris*|consentit*|toegestaan|dozwolon*|允许|可|허용|مسموح*|разреш*",
    ),
    (
        C::EncryptAtRest,
        "encrypted at rest|data at rest|encryption at rest|encrypted|encryption|encrypt|verschlusselt|verschlusselung|cifrad*|cifrado|chiffre*|chiffrement|cifrat*|cifratura|crittografia|criptografad*|criptografia|cifragem|versleuteld|versleuteling|szyfrow*|加密|暗号化|암호화|مشفر*|تشفير|шифров*",
    ),
    (
        C::NationalKeys,
        "national keys|state keys|government keys|nationalen schlusseln|claves nacionales|cles nationales|chiavi nazionali|chaves nacionais|国密|国家密钥|مفاتيح وطنيه",
    ),
    (
        C::OwnKeys,
        "our own keys|own keys|customer managed keys|customer keys|byok|hsm|our keys|eigenen schlusseln|eigene schlussel|claves propias|nos propres cles|nos cles|chiavi proprie|chaves proprias|自有密钥|独自の鍵",
    ),
    (
        C::Sso,
        "sso|single sign on|saml|oidc|active directory|ldap|entra id|azure ad|okta|single signon|单点登录|シングルサインオン",
    ),
    (C::Siem, "siem|splunk|logs to our siem|audit log*|audit trail*"),
    (C::Mfa, "mfa|two factor|2fa|multi factor*"),
    (
        C::ActiveActive,
        "active active|activo activo|actif actif|attivo attivo|ativo ativo|aktiv aktiv|actief actief|双活|アクティブアクティブ|アクティブ・アクティブ|액티브 액티브|نشط نشط",
    ),
    (
        C::ActivePassive,
        "active passive|active standby|hot standby|cold standby|warm standby|activo pasivo|actif passif|attivo passivo|ativo passivo|aktiv passiv|主备|アクティブスタンバイ|dr site|disaster recovery site|failover site",
    ),
    (
        C::FullLoadEach,
        "either site carries full load|either site carries the full load|each site carries full load|each site carries the full load|each site must carry|either site must carry|each site can carry|either site can carry|each site takes the full load|full load at each|full load each|full capacity at each|full capacity each|each site alone|either site alone|one site alone|survive the loss of a site|survive the loss of one site|survive loss of one site|jeder standort allein|jeder standort tragt die volle last|volle last je standort|cada sitio soporta toda la carga|cada sede soporta|chaque site porte toute la charge|chaque site supporte|ogni sito sostiene|cada site suporta|任一站点承担全部|片系で全負荷",
    ),
    (
        C::Office,
        "under the desk|under a desk|in the office|in an office|office room|office corner|desk side|deskside|next to the desk|on the desk|unter dem schreibtisch|unter den schreibtisch|im buro|neben dem schreibtisch|debajo de la mesa|bajo la mesa|bajo el escritorio|debajo del escritorio|en la oficina|sous le bureau|dans le bureau|dans nos bureaux|sotto la scrivania|in ufficio|debaixo da mesa|sob a mesa|no escritorio|onder het bureau|op kantoor|pod biurk*|w biurze|办公室|桌下|机の下|オフィス|사무실|책상 밑|책상 아래|تحت المكتب|في المكتب|под столом|в офисе",
    ),
    (
        C::AbFeeds,
        "a/b|a+b|a & b|a and b feed|a and a b feed|an a and a b|a and b feeds|a and b|dual feed|dual feeds|dual fed|dual corded|a b feeds|a b einspeisung|a/b einspeisung|a und b|doble alimentacion|double alimentation|doppia alimentazione|dupla alimentacao|双路|双路供电|二重化|이중화 전원|A/B系",
    ),
    (C::NPlusOne, "n+1|n + 1|n plus one"),
    (C::TwoN, "2n|2 n|fully redundant power"),
    (
        C::OnsiteNbd,
        "on site next business day|onsite next business day|onsite nbd|on site nbd|next business day on site|next business day onsite|nbd onsite|nbd on site|nbd|next business day|vor ort am nachsten arbeitstag|nachster arbeitstag|nachsten arbeitstag|siguiente dia laborable|siguiente dia habil|in situ al dia siguiente|sur site j+1|j+1|jour ouvrable suivant|intervention j+1|giorno lavorativo successivo|proximo dia util|dia util seguinte|volgende werkdag|nastepn* dzien robocz*|下一工作日|翌営業日|익영업일|يوم العمل التالي",
    ),
    (
        C::NoRecabling,
        "without moving or re cabling|re cabling|recabling|re cable|recable|rewiring|without rewiring|no recabling|umverkabel*|neuverkabel*|neu verkabeln|recablear|recableado|sin recablear|recablage|recabler|sans recabler|ricablare|ricablaggio|recabear|recabeamento|herbekabel*|重新布线|再配線|재배선|اعاده التوصيل",
    ),
    (
        C::NoSoftware,
        "keine software|no software|without software|sin software|sans logiciel|pas de logiciel|aucun logiciel|nessun software|senza software|sem software|zonder software|geen software|bez oprogramowania|不含软件|不要软件|无软件|ソフトウェア不要|ソフトウェアなし|소프트웨어 제외|بدون برمجيات|без программ*",
    ),
    (C::AiEnterprise, "ai enterprise|nvaie|nvidia ai enterprise"),
    (
        C::Slicing,
        "slices|slice|slicing|mig|mig slices|mig instances|fractional gpu|fractional gpus|gpu fractions|partitioned gpu*|gpu partition*|gpu slicing|gpu scheiben|particiones|partitions mig|切分|切片|分割|MIG分割|분할",
    ),
    (C::Dense, "dense|dicht|dichtes|denso|稠密|密|密なモデル"),
    (C::MoeWord, "moe|mixture of experts|混合专家"),
    (
        C::Day,
        "daytime|day|during the day|by day|office hours|tagsuber|am tag|de dia|durante el dia|por la manana|le jour|la journee|di giorno|de manha|durante o dia|overdag|w dzien|白天|日中|昼間|주간|낮|نهارا|днем",
    ),
    (
        C::Night,
        "night|nights|at night|overnight|by night|nachts|uber nacht|por la noche|de noche|la nuit|di notte|a noite|de noite|noite|s nachts|w nocy|夜间|夜間|야간|밤|ليلا|ночью",
    ),
    (
        C::FullGpu,
        "full gpu each|a full gpu|whole gpu|one gpu each|dedicated gpu|ganze gpu|eigene gpu|gpu completa|una gpu completa|gpu entiere|gpu intera|gpu inteira|整卡|整张|GPU 1枚",
    ),
];
