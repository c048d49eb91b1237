//! Nouns: what is counted and measured.

use super::C;

pub(super) const THINGS: &[(C, &str)] = &[
    (
        C::Gpu,
        "gpu|gpus|accelerator|accelerators|graphics card|graphics cards|graphics processor*|video card*|ai chip*|ai card*|\
        beschleuniger*|grafikkarte*|grafikprozessor*|gpu karten|rechenkarten|tarjeta*|acelerador*|carte graphique|cartes graphiques|\
        carte gpu|cartes gpu|accelerateur*|placa*|schede|scheda|acceleratori|acceleratore|gpu modul*|gpu card*|gpu unit*|kart gpu|karty gpu|\
        卡|加速卡|显卡|算力卡|GPU卡|图形处理器|グラフィックスカード|アクセラレータ|アクセラレーター|가속기|وحده معالجه|وحدات معالجه|معالج رسومي|معالجات رسوميه|بطاقه رسوم*|معالج|معالجات|بطاقه|بطاقات|كرت|كروت|\
        وحده gpu|وحدات gpu|وحده|وحدات|gpu수|ускорител*|видеокарт*|gpu당",
    ),
    (
        C::Node,
        "node|nodes|server|servers|system|systems|machine|machines|compute box*|boxes|chassis|appliance*|knoten|*knoten|systeme|systemen|\
        maschinen|serversysteme*|nodo|nodos|servidor|servidores|sistemas|equipos|noeud|noeuds|serveur|serveurs|systemes|nodi|sistemi|\
        no de computo|nos de computo|nos de calculo|pt:nos|maquinas|knooppunt*|systemen|wezel|wezly|wezlow|serwer|serwery|serwerow|noder|servrar|\
        节点|服务器|伺服器|サーバー|サーバ|ノード|노드*|서버*|عقده|عقد|خادم|خوادم|узел|узла|узлов|сервер|сервера|серверов",
    ),
    (
        C::Rack,
        "rack|racks|cabinet|cabinets|rack cabinet*|enclosure*|schrank|schranke|schranken|*schrank|*schranke|*schranken|racks|armario|armarios|\
        bastidor|bastidores|baie|baies|armoire|armoires|armadio|armadi|gabinete|gabinetes|bastidores|kast|kasten|szafa|szafy|szaf|szafie|szafe|skap|\
        柜|单柜|每柜|机柜|機櫃|ラック|랙*|خزانه|خزائن|خزانات|راك|راكات|رفوف|стойка|стойки|стоек|стойку|стойке",
    ),
    (
        C::Site,
        "site|sites|data centre|data centres|data center|data centers|datacenter|datacenters|datacentre*|locations|campus|campuses|standort|\
        standorte|standorten|rechenzentrum|rechenzentren|sede|sedes|sedi|sito|siti|sitio|sitios|centro de datos|centros de datos|centres de donnees|\
        centre de donnees|centri dati|plants|werke|branches|factories|stores|shops|warehouses|clinics|hospitals|schools|branch offices|fabriken|filialen|kliniken|fabricas|tiendas|usines|magasins|stabilimenti|negozi|lojas|工厂|门店|工場|店舗|공장|매장|مصانع|فروع|filiales|sucursales|数据中心|機房|机房|站点|拠点|データセンター|데이터센터*|사이트*|موقع|مواقع|مركز بيانات|\
        مراكز بيانات|locaties|vestigingen|lokalizacj*|centra danych|площадк*|цод|ubicaciones",
    ),
    (
        C::Phase,
        "phase|phases|stage|stages|phasen|etapa|etapas|fase|fases|fasi|etape|etapes|tranche|tranches|fasen|etap|etapy|阶段|フェーズ|단계",
    ),
    (
        C::FeedPhase,
        "three phase|3 phase|dreiphasig|drehstrom|trifasic*|trifase|triphase*|trifasica|trojfazow*|三相|3상",
    ),
    (C::SinglePhase, "single phase|one phase|1 phase|einphasig|monofasic*|monophase*|单相|単相"),
    (
        C::User,
        "user|users|ppl|people|person|persons|employee|employees|staff|staff members|colleague*|engineer|engineers|lawyer|lawyers|doctor|doctors|\
        physicians|nurses|student|students|researcher|researchers|scientist|scientists|developer|developers|analyst|analysts|attorney|attorneys|\
        clerk|clerks|agents|call centre agents|advisor|advisors|advisers|consultant|consultants|designer|designers|artist|artists|producers|animators|planners|actuaries|teachers|professors|\
        journalists|editors|programmers|coders|seats|headcount|customers|citizens|members|subscribers|operators|traders|underwriters|\
        case workers|caseworkers|paralegals|architects|radiologists|managers|officers|civil servants|data scientists|postdocs|phds|\
        nutzer|nutzern|nutzerinnen|anwender|anwendern|benutzer|benutzern|mitarbeiter|mitarbeitende|mitarbeitenden|mitarbeitern|mitarbeiterinnen|\
        personen|beschaftigte|beschaftigten|angestellte*|entwickler|entwicklern|ingenieure|ingenieuren|kollegen|studierende|arzte|\
        forscher|forschende|sachbearbeiter*|\
        usuario|usuarios|empleado|empleados|personas|trabajadores|ingenieros|abogados|medicos|estudiantes|desarrolladores|investigadores|\
        alumnos|funcionarios|agentes|\
        utilisateur|utilisateurs|employes|employe|personnes|salaries|collaborateurs|agents|ingenieurs|avocats|medecins|etudiants|developpeurs|\
        chercheurs|\
        utente|utenti|dipendenti|persone|ingegneri|avvocati|medici|studenti|sviluppatori|ricercatori|addetti|\
        usuarios|funcionarios|colaboradores|pessoas|gerentes|empregados|engenheiros|advogados|estudantes|desenvolvedores|pesquisadores|\
        gebruiker|gebruikers|medewerker|medewerkers|werknemers|mensen|uzytkownik*|pracownik*|osob|osoby|anvandare|\
        用户|用戶|员工|員工|ユーザー|ユーザ|社員|従業員|職員|人|名员工|사용자*|직원*|명|名|مستخدم*|موظف*|شخص|اشخاص|طالب|طلاب|مهندس*|طبيب|اطباء|\
        пользовател*|сотрудник*|человек",
    ),
    (
        C::Desktop,
        "virtual desktop|virtual desktops|vdi desktops|vdi seats|vdi users|vdi user|desktops|desktop users|workspaces|escritorios virtuales|escritorio virtual|\
        areas de trabalho virtuais|desktops virtuais|postes virtuels|bureaux virtuels|postes de travail virtuels|virtuelle desktops|virtuellen desktops|\
        virtuelle arbeitsplatze|virtuellen arbeitsplatzen|virtuelle arbeitsplatzen|vdi arbeitsplatze|desktop virtuali|postazioni virtuali|\
        virtuele desktops|虚拟桌面|仮想デスクトップ|가상 데스크톱|가상데스크톱|سطح مكتب افتراضي|اسطح مكتب افتراضيه",
    ),
    (
        C::Session,
        "session|sessions|chats|chat|conversation|conversations|requests|queries|calls|streams|dialogs|dialoge|anfragen|sitzungen|sesiones|\
        consultas|peticiones|requetes|sessioni|richieste|sessoes|requisicoes|gesprekken|会话|请求|セッション|リクエスト|세션|جلسه|جلسات|طلب|طلبات",
    ),
    (
        C::Page,
        "page|pages|seite|seiten|pagina|paginas|pagine|stron|strony|页|頁|ページ|페이지*|صفحه|صفحات|страниц*",
    ),
    (C::Chunk, "chunk|chunks|passages|abschnitte|fragmentos|fragments|chunks pro|分块|チャンク"),
    (
        C::Document,
        "document|documents|dokument|dokumente|dokumenten|documento|documentos|documenti|contract|contracts|file|files|pdfs|文档|文書|문서*|وثيقه|وثائق|مستند*",
    ),
    (
        C::Admin,
        "administrator|administrators|admins|sysadmins|administratoren|administradores|administrateurs|amministratori|beheerders|管理员|管理者",
    ),
    (C::Leaf, "leaf|leaves|leafs|leaf switch|leaf switches|tor switch|tor switches|leaf switche"),
    (C::Spine, "spine|spines|spine switch|spine switches"),
    (C::Switch, "switch|switches|conmutador*|commutateur*|交换机|スイッチ"),
    (C::Port, "port|ports|network port|puerto*|porte|porta|portas|端口|ポート"),
    (C::Nic, "nic|nics|adapter|adapters|hca|hcas|network card*|netzwerkkarte*"),
    (
        C::Scene,
        "scene|scenes|szenen|escenas|environments|simulation scenes|parallel simulation*|simulations in parallel|场景|シーン",
    ),
    (
        C::Feed,
        "feed|feeds|power feed|power feeds|supply line|einspeisung*|zuleitung*|circuit|circuits|alimentacion*|acometida*|arrivee*|alimentation electrique|\
        alimentations electriques|whip|whips|pdu|pdus|stromkreis*",
    ),
    (
        C::Socket,
        "wall socket|socket|wall outlet|outlet|power outlet|steckdose|enchufe|prise|prise murale|presa|tomada|stopcontact|插座|コンセント|콘센트",
    ),
    (
        C::Lift,
        "lift|elevator|goods lift|freight elevator|aufzug|lastenaufzug|ascensor|montacargas|ascenseur|monte charge|ascensore|montacarichi|elevador|goederenlift|\
        电梯|エレベーター|엘리베이터|مصعد|winda",
    ),
    (C::Door, "door|doorway|tur|tür|puerta|porte|porta"),
    (
        C::Row,
        "row|rows|zeile|zeilen|fila|filas|ligne|lignes|item|clause|clauses|section|position|pos|punkt|ziffer|absatz|article|artikel",
    ),
    (C::Token, "token|tokens|tokens|jetons|toks|トークン|토큰*|令牌|词元|توكن|رمز|رموز"),
    (
        C::Query,
        "query|queries|request|requests|lookups|searches|anfragen|abfragen|consultas|requetes|richieste|requisicoes|查询|请求|リクエスト|쿼리|طلب|استعلام*",
    ),
    (
        C::Transaction,
        "transaction|transactions|transaktionen|transacciones|transacoes|transazioni|payments|zahlungen|pagos|pagamentos|交易|トランザクション|거래|معامله|معاملات",
    ),
    (
        C::PerSecond,
        "per second|per sec|a second|each second|/ s|/ sec|/ second|pro sekunde|je sekunde|por segundo|par seconde|al secondo|per seconde|na sekunde|毎秒|每秒|초당|في الثانيه|в секунду",
    ),
    (
        C::Param,
        "parameter|parameters|params|parametern|parametros|parametres|parametri|参数|パラメータ|파라미터|معامل|معلمه|معلمات|параметров|parametrow",
    ),
    (
        C::Model,
        "model|models|llm|modell|modelle|modelo|modelos|modele|modeles|modello|modelli|sprachmodell*|language model*|模型|大模型|モデル|모델*|نموذج|نماذج|модель|модели",
    ),
    (C::Run, "run|runs|job|jobs|fine tuning run*|finetune*|lauf|laufe|trainingslaufe"),
    (C::Vm, "vm|vms|virtual machine|virtual machines"),
    (C::Profile, "vgpu profile|profile|profil"),
    (
        C::Drive,
        "drive|drives|disk|disks|ssd|ssds|nvme|nvmes|nvme drives|m 2|m2 drives|laufwerk*|platten|discos|disques|dischi|boot",
    ),
    (
        C::Ram,
        "ram|system memory|host memory|main memory|arbeitsspeicher|hauptspeicher|dram|dimm|dimms|memoria ram",
    ),
    (C::Core, "core|cores|cpu|cpus|kerne|nucleos|coeurs|sockets|xeon|epyc|grace"),
    (
        C::Phone,
        "phone|tel|telephone|mobile|fax|telefon|telefono|handy|whatsapp|ext|extension|durchwahl|电话|電話|전화|هاتف",
    ),
    (
        C::Room,
        "room|rooms|hall|building|floor number|raum|saal|gebaude|halle|etage|stock|sala|edificio|salle|batiment|aula|kamer|gate|door number|booth|stand|hall no|unit no",
    ),
    (
        C::Street,
        "street|road|avenue|ave|lane|lanes|boulevard|drive way|strasse|de:weg|platz|calle|fr:rue|it:via|rua|po box|suite|postcode|zip|plz",
    ),
    (
        C::Reference,
        "ref|reference number|reference no|order no|order number|po number|en:po|ticket|case|case no|invoice|invoice no|quote no|rfp no|tender no|rfq|project no|\
        part number|part no|p/n|sku|serial|version|revision|rev|annex|appendix|corrigendum|amendment|figure|fig|table|chapter|slide|din|iso|iec|en|ieee|\
        rfc|aktenzeichen|vergabe nr|bestellnummer|angebot nr|expediente|dossier|rif|编号|番号|번호|رقم",
    ),
    (C::Year, "fy|fiscal year|geschaftsjahr"),
];
