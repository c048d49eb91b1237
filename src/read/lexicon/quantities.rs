//! Relations, bounds and the names of quantities.

use super::C;

pub(super) const QUANTITIES: &[(C, &str)] = &[
    // Relations and bounds.
    (
        C::Per,
        "per|/|de:je|de:pro|por|fr:par|cada|chaque|ogni|per each|pl:na|na kazdy|每|每个|毎|あたり|当たり|당|لكل|في كل|на",
    ),
    (
        C::Each,
        "each|apiece|every one|each one|of which each|de:je|jeweils|pro stuck|cada uno|cada una|cada|chacun|chacune|ciascuno|ciascuna|cadauno|ogni|elk|ieder|kazdy|kazda|každý|每台|每个|ずつ|各|각|각각|لكل منها|لكل|каждый|каждая",
    ),
    (
        C::AtLeast,
        "at least|minimum|min|minimum of|no less than|not less than|not below|no fewer than|not fewer than|>=|≥|>|more than|over|mindestens|wenigstens|minimal|al menos|como minimo|minimo|no menos de|au moins|au minimum|minimum de|pelo menos|no minimo|\
        almeno|come minimo|minstens|ten minste|co najmniej|minst|至少|不少于|不低于|最低|最少|少なくとも|최소|최소한|على الاقل|ما لا يقل عن|не менее|минимум",
    ),
    (
        C::AtLeastAfter,
        "or more|or better|minimum|and up|or above|o mas|ou plus|ou mais|o piu|oder mehr|以上|이상|فاكثر|и более",
    ),
    (
        C::AtMost,
        "at most|maximum|max|max of|no more than|not more than|not exceed|not exceeding|must not exceed|up to|below|under|less than|within|<=|≤|<|limited to|capped at|ceiling of|hochstens|maximal|bis zu|unter|weniger als|\
        como maximo|maximo|hasta|menos de|au maximum|maximum|jusqu ' a|moins de|massimo|al massimo|fino a|meno di|no maximo|pt:ate|abaixo de|maximaal|hoogstens|nl:tot|nl:onder|maksymalnie|pl:do|最多|不超过|低于|以内|以下|最大|최대|이하|미만|بحد اقصى|حتى|اقل من|لا يزيد عن|не более|до|до максимум",
    ),
    (
        C::About,
        "about|around|approximately|approx|roughly|some|circa|ca|~|≈|maybe|say|ungefahr|etwa|rund|zirka|unos|unas|aproximadamente|alrededor de|environ|a peu pres|cerca de|cerca|mais ou menos|circa|about|ongeveer|okolo|cirka|大约|约|左右|約|およそ|약|대략|حوالي|تقريبا|نحو|около|примерно",
    ),
    (C::Between, "between|zwischen|entre|tra|fra|tussen|从|之间"),
    (
        C::Total,
        "total|in total|overall|altogether|all together|whole site|whole installation|entire site|all in all|it power|it load|site power|total power|insgesamt|gesamt|gesamtleistung|gesamte|anschlussleistung|en total|total de|potencia total|puissance totale|au total|in totale|complessiv*|potenza totale|potencia total|\
        no total|in totaal|lacznie|总|总共|共|总功率|总电力|合計|総電力|全体|총|전체|اجمالي|الاجمالي|المجموع|всего|общая",
    ),
    (
        C::Available,
        "available|at our disposal|free|we have|there are|have got|gives us|can give|provides|verfugbar|zur verfugung|vorhanden|vorhandene|vorhandenen|vorhandener|disponible|disponibles|tenemos|contamos con|disponibile|disponibili|abbiamo|dispon*|disponivel|disponiveis|temos|beschikbaar|dostepn*|可用|现有|利用可能|가용|사용 가능|متاح*|متوفر*|доступн*",
    ),
    (
        C::Existing,
        "existing|already|in place|already in place|already there|already have|already have got|we have already|installed|today's|current network|bereits vorhanden|bestehend|bestehende|bestehendes|bestehenden|ya existente|existente|existentes|ya tenemos|ya disponemos|deja en place|existant|existante|existants|\
        esistente|esistenti|gia presente|gia abbiamo|ja temos|ja existente|bestaande|istniejac*|已有|现有|既存|기존|موجود|الحاليه|имеющ*|существующ*",
    ),
    (
        C::Usable,
        "usable|usable power|continuous|continuously|nutzbar|nutzbare|utilizable|utiles|utile|utilisable|utilizavel|utilizzabile|bruikbaar|可用容量|実効|実容量|가용 용량",
    ),
    (
        C::Breaker,
        "breaker rating|breaker rated|breaker|breakers|circuit breaker|nameplate|rated|disjuntor|disjoncteur|interruttore|sicherung|abgesichert|abgesichert mit|interruptor",
    ),
    (
        C::Withdrawn,
        "is withdrawn|are withdrawn|withdrawn|is deleted|are deleted|deleted|is removed|struck out|no longer applies|is cancelled|entfallt|entfallen|gestrichen|wird gestrichen|queda anulad*|se retira|queda eliminad*|se elimina|est supprimee|est supprime|supprime|supprimee|e ritirat*|annullat*|soppress*|e retirad*|anulad*|vervalt|vervallen|作废|取消|删除|撤销|削除|삭제|ملغي|يلغى",
    ),
    (
        C::No,
        "no|not|without|never|none|neither|nor|cannot|can ' t|don ' t|do not|isn ' t|is not|avoid|exclude|excluding|anything but|rather not|kein|keine|keinen|keinem|keiner|keinerlei|nicht|ohne|sin|ningun|ninguna|nada de|es:ni|pas de|pas d|sans|aucun|aucune|ne pas|hors de question|nao|sem|nenhum|nenhuma|senza|niente|non|nessun|nessuna|\
        geen|niet|zonder|bez|nie|zadn*|ingen|inget|inga|utan|inte|不|无|無|没有|不要|不能|不可|勿|禁止|なし|無し|ない|不可|不要|せず|없이|없음|없는|불가|아닌|금지|بدون|دون|لا|ليس|ليست|من غير|без|не|нет|никак*",
    ),
    (
        C::Instead,
        "instead of|rather than|instead|in place of|replaces|replacing|anstelle von|anstatt|statt|stattdessen|en lugar de|en vez de|au lieu de|a la place de|invece di|al posto di|em vez de|em lugar de|in plaats van|zamiast|代替|替换为|換成|代わりに|대신|بدلا من|بدل|вместо",
    ),
    (
        C::Only,
        "only|just|strictly|exclusively|nur|ausschliesslich|rein|solo|solamente|unicamente|exclusivamente|seulement|uniquement|soltanto|esclusivamente|apenas|somente|pt:so|alleen|uitsluitend|tylko|wylacznie|bara|endast|只|仅|仅限|のみ|だけ|만|오직|فقط|حصرا|только",
    ),
    (
        C::Concurrent,
        "concurrent|concurrently|simultaneous|simultaneously|at the same time|at once|at a time|in parallel at|in parallel|online at once|parallel users|at any time|active at|active users|logged in at once|same moment|gleichzeitig|gleichzeitige|gleichzeitigen|simultan|parallel|parallele|parallelen|zeitgleich|\
        simultaneos|simultaneas|simultaneo|simultanea|a la vez|al mismo tiempo|concurrentes|concurrencia|simultanes|simultanees|simultanement|en meme temps|en simultane|concurrents|contemporanei|contemporanee|contemporaneamente|in contemporanea|simultanei|simultaneamente|ao mesmo tempo|concorrentes|em simultaneo|\
        tegelijk|gelijktijdig*|jednoczesnie|jednoczesn*|rownoczesn*|samtidig*|并发|同时|同時|同時接続|同時利用|同时在线|동시|동시에|동시접속*|متزامن*|في نفس الوقت|في وقت واحد|في ان واحد|одновременн*",
    ),
    (
        C::Peak,
        "peak|peaks|at peak|worst case|worst|worse|rush|busiest|busy hour|quarter end|month end|year end|spitze|spitzen|spitzenlast|in der spitze|pico|picos|hora punta|pointe|en pointe|au pic|pic|picco|di picco|nei picchi|piek|szczyt*|高峰|峰值|ピーク|피크|ذروه|الذروه|пик*|в пике",
    ),
    (
        C::Forget,
        "forget|drop|scrap|skip the|ditch|remove|leave out|without the|vergessen sie|vergesst|weglassen|streichen|olvide|olviden|olvidar|quitar|oubliez|oublier|retirez|dimenticate|dimentica|togliere|togli|esqueca|esquecam|tire|vergeet|zapomnij|忘了|去掉|不要了|やめて|빼고|제외|انس|احذف|забудьте|уберите",
    ),
    (
        C::Unavailable,
        "sold out|not available|unavailable|out of stock|end of life|eol|discontinued|too expensive|no longer available|not orderable|cannot be had|ausverkauft|nicht lieferbar|nicht verfugbar|vergriffen|abgekundigt|agotad*|no disponible|descatalogad*|epuise|epuises|indisponible|indisponibles|esaurit*|non disponibil*|esgotad*|indisponiv*|uitverkocht|niet leverbaar|niedostepn*|缺货|售罄|停产|品切れ|生産終了|품절|단종|غير متوفر*|نفد*|недоступн*|снят* с производства",
    ),
    (
        C::Correction,
        "sorry|correction|corrected|correcting|actually|i meant|we meant|i mean|update|updated|now reads|changed to|change to|changes to|scratch that|my mistake|typo|apologies|erratum|was wrong|were wrong|should be|should read|make that|revised|amended|new number*|korrektur|korrigiert|entschuldigung|ich meinte|berichtigung|stattdessen|doch|corrige*|correccion|perdon|quise decir|rectific*|correction|pardon|je voulais dire|desole|erratum|rectificatif|correzione|scusate|volevo dire|rettifica|correcao|desculp*|quis dizer|retifica*|correctie|sorry|ik bedoelde|korekta|przepraszam|更正|修正|抱歉|改为|改成|訂正|すみません|변경|정정|죄송|تصحيح|عفوا|اقصد|исправление|извините",
    ),
    (
        C::Prefer,
        "plan with|i'd plan with|go with|going with|go for|use|stick with|stick to|rely on|count on|take|trust|assume|work with|base it on|nehmen sie|nehmt|rechnen sie mit|plant mit|planen sie mit|gilt|massgeblich|cuente con|usen|use el|tome|trabajen con|partez sur|prenez|retenez|considerate|usate|tenete|considere|usem|usar o|ga uit van|neem|przyjmij*|以|按|采用|採用|기준|اعتمد*|استخدم*|ориентируйтесь",
    ),
    (
        C::GrowTo,
        "grow to|growing to|grows to|expand to|expanding to|expandable to|extend to|extendable to|scale to|scaling to|scalable to|scale up to|increase to|increasing to|growth to|ausbau auf|ausbaubar auf|erweiterbar auf|erweiterung auf|wachsen auf|wachstum auf|ampliable a|ampliables a|crecer a|crecer hasta|ampliar a|ampliar hasta|ampliacion a|extensible a|extensibles a|evolutif a|passer a|monter a|espandibile a|espandibili a|crescere fino a|crescer para|crescer ate|expansivel para|ampliar para|uitbreidbaar tot|groeien naar|rozbudow*|扩展到|扩容到|增长到|まで拡張|拡張|까지 확장|확장|التوسع الي|توسع الي|توسيع الي|расширение до|расширить до",
    ),
    (
        C::Growth,
        "growth|grow|growing|expansion|expand|later|future|eventually|ausbau|wachstum|erweiterung|crecimiento|ampliacion|croissance|extension|crescita|espansione|crescimento|expansao|groei|wzrost|增长|扩容|将来|将来的に|성장|نمو|التوسع|рост",
    ),
    (
        C::WhatIf,
        "what if|what about|how about|and with|and what with|suppose|was ware wenn|was wenn|und mit|y si|y con|que pasa si|et si|et avec|e se|e con|e com|en met|wat als|a co jesli|如果|もし|만약|ماذا لو|а если",
    ),
    (
        C::Base,
        "back to base|back to the base|back to the original|base case|base design|original design|back to the first|zuruck zur basis|ausgangsentwurf|volver a la base|retour a la base|torna alla base|voltar a base|回到基准|ベースに戻|원래대로|العوده الي الاساس",
    ),
    (
        C::UsedNow,
        "runs on|running on|ran on|currently use|currently have|currently on|currently run*|today on|today we use|today we have|used to|tried on|tested on|benchmarked on|replace our|replacing our|old|legacy|ageing|aging|weeks on|days on|hours on|heute auf|lauft auf|lauft heute|derzeit|alte|alten|actualmente|hoy en|corre en|antiguos|antiguas|viejos|actuellement|tourne sur|anciens|attualmente|gira su|vecchi|vecchie|atualmente|hoje em|roda em|antigos|antigas|draait op|oude|obecnie|stare|目前|现在用|旧|現在|古い|현재|기존|حاليا|القديمه|сейчас|старые",
    ),
    (
        C::Today,
        "exist today|exists today|today|at present|installed today|in use today|heute|derzeit vorhanden|hoy|aujourd ' hui|oggi|hoje|vandaag|目前|现有|現在|현재 보유",
    ),
    (C::Shared, "share|shared|sharing|geteilt|compartid*|partage*|condivis*|共享|共有|공유|مشترك*"),
    (
        C::Whole,
        "whole|full|complete|entire|total|final|gesamt*|ganze*|komplett*|complet*|entero|toda|todo|tutto|intero|完整|全部|전체|كامل",
    ),
    (C::Pilot, "pilot|poc|proof of concept|trial|piloto|pilote|pilota|试点|パイロット|파일럿|تجريبي*"),
    (
        C::Erratum,
        "erratum|errata|official erratum|corrected datasheet|datasheet says|according to the datasheet|new spec|new specification",
    ),
    (C::Owned, "own|we own|our own|have got"),
    (
        C::Of,
        "of them|of these|of those|davon|de ellos|de ellas|d entre eux|d entre elles|di loro|deles|delas|ervan|其中|うち|그중|منهم|из них",
    ),
    // Names of quantities.
    (
        C::Power,
        "power|kilowatts|energy|electricity|power budget|leistung|strom|stromversorgung|elektrische leistung|anschlusswert|potencia|energia|electrica|puissance|electrique|potenza|vermogen|stroom|moc|mocy|effekt|功率|电力|供电|電力|전력|طاقه|قدره|كهرباء|мощность|питание",
    ),
    (
        C::Budget,
        "budget|budgets|capex|spend|spending|cfo|board|funding|funds|grant|cost ceiling|price ceiling|price cap|investment|cost limit|budgetrahmen|kostenrahmen|kostenobergrenze|haushaltsmittel|mittel|presupuesto|presupuestado|budgetaire|enveloppe|orcamento|verba|bilancio|stanziamento|budzet|budżet|kosztorys|预算|経費|予算|예산|ميزانيه|الميزانيه|бюджет",
    ),
    (
        C::Memory,
        "memory|vram|hbm|gpu memory|memory per gpu|gpu speicher|grafikspeicher|speicher pro gpu|memoria|memoire|memoria gpu|mem|显存|内存|メモリ|메모리|ذاكره|памяти|память|geheugen|pamieci",
    ),
    (
        C::GraphicsMemory,
        "graphics memory|frame buffer|framebuffer|vgpu memory|gpu memory each|grafikspeicher|memoria grafica|memoire graphique|显存|グラフィックスメモリ|그래픽 메모리|ذاكره رسوم*|grafisch geheugen",
    ),
    (
        C::Storage,
        "storage|file system|filesystem|parallel file system|nas|object store|object storage|data lake|usable storage|scratch|lustre|speicherplatz|speicherkapazitat|datenspeicher|massenspeicher|speicher|storage kapazitat|almacenamiento|stockage|archiviazione|armazenamento|opslag|pamiec masowa|pamieci masowej|lagring|存储|ストレージ|스토리지*|저장*|تخزين|التخزين|хранилищ*|схд|хранения",
    ),
    (
        C::Capacity,
        "capacity|usable|raw capacity|net capacity|kapazitat|nutzbar|capacidad|utiles|capacite|utiles|capacita|capacidade|容量|용량|سعه|емкость",
    ),
    (
        C::Checkpoint,
        "checkpoint|checkpoints|checkpointing|snapshot of the model|检查点|チェックポイント|체크포인트*|نقطه تفتيش|نقاط حفظ|чекпойнт*|чекпоинт*|punto de control|points de controle|checkpointow",
    ),
    (
        C::Stall,
        "stall|stalls|stall training|pause|pausing|block|blocking training|hold up|halt|interrupt|anhalten|unterbrech*|blockieren|detener|parar|bloquer|arreter|fermare|bloccare|interromper|停顿|停止|中断|멈추*|توقف|останав*",
    ),
    (
        C::Read,
        "read|reads|reading|sustained read|read throughput|read bandwidth|read rate|lesen|lesend|leserate|lesedurchsatz|lesebandbreite|lectura|lecture|lettura|leitura|lezen|odczyt*|读|读取|読み取り|読込|読み出し|읽기|قراءه|القراءه|чтени*",
    ),
    (
        C::Write,
        "write|writes|writing|sustained write|write throughput|write bandwidth|schreiben|schreibend|schreibrate|schreibdurchsatz|escritura|ecriture|scrittura|escrita|gravacao|schrijven|zapis*|写|写入|書き込み|쓰기|كتابه|الكتابه|запис*",
    ),
    (
        C::Deadline,
        "within|in under|no later than|deadline|finish in|done in|complete in|completed in|innerhalb|innerhalb von|binnen|in hochstens|dentro de|en un plazo de|en menos de|plazo|plazo de|prazo|prazo de|frist|frist von|delai|delai de|termine di|scadenza|termijn|termijn van|en moins de|dans un delai de|fr:sous|d ici|entro|in meno di|dentro de|em ate|no prazo de|em menos de|binnen|w ciagu|inom|之内|以内|内|内完成|以内に|이내|안에|خلال|في غضون|в течение|за",
    ),
    (
        C::GoLive,
        "live|go live|go live in|go live by|golive|in production|production start|start in|starts in|starting in|start by|operational|operational by|operational in|up and running|running by|ready by|online by|launch in|launch by|in betrieb|produktivstart|betriebsbereit|betriebsbereit bis|start im|live gehen|inbetriebnahme|inbetriebnahme im|en produccion|en marcha|puesta en marcha|operativo|operativa|arranque en|en production|mise en service|mise en production|operationnel|demarrage en|in produzione|operativo entro|messa in servizio|avvio a|em producao|em operacao|operacional|entrada em producao|in productie|operationeel|uruchomienie|produkcyjn*|上线|投产|启用|稼働|稼働開始|本番|가동|운영 시작|تشغيل|بدء التشغيل|запуск|ввод в эксплуатацию",
    ),
    (
        C::Delivery,
        "delivery|deliver|delivered|delivery date|delivery by|delivered by|lieferung|lieferung bis|geliefert|liefertermin|entrega|entregado|entregar|livraison|livre|livrer|consegna|consegnato|entregue|levering|geleverd|dostaw*|leverans|交付|交货|到货|納品|納入|납품|인도|تسليم|توريد|поставк*",
    ),
    (
        C::Context,
        "context|context window|context length|input tokens|prompt tokens|prompt|prompts|input|inputs|kontext|kontextlange|kontextfenster|contexto|contexte|contesto|longueur de contexte|上下文|输入|コンテキスト|入力|컨텍스트|입력|سياق|السياق|контекст*|kontekst*",
    ),
    (
        C::Generated,
        "generated|generated tokens|output|outputs|output tokens|output length|answer|answers|answer length|response|responses|completion|completions|generate|generating|ausgabe|antwort|antworten|generiert*|erzeugte|salida|respuesta|respuestas|generad*|sortie|reponse|reponses|generes|uscita|risposta|risposte|generati|saida|resposta|respostas|gerad*|uitvoer|antwoord*|odpowiedz*|输出|生成|回答|出力|生成|応答|출력|응답|생성|مخرجات|اجابه|رد|ответ*|генераци*",
    ),
    (
        C::Ttft,
        "ttft|first token|time to first token|first word|first response|erstes token|erste token|ersten token|zeit bis zum ersten token|primer token|premier token|premier jeton|primo token|primeiro token|eerste token|pierwszy token|pierwszego tokena|首token|首个token|首字|首词|最初のトークン|初回トークン|첫 토큰*|اول رمز|الرمز الاول|اول توكن|первый токен|первого токена",
    ),
    (
        C::Tpot,
        "tpot|itl|inter token latency|time per output token|time per token|per token|per output token|between tokens|pro token|por token|par token|per ogni token|每token|每个token|トークンあたり|토큰당",
    ),
    (
        C::EndToEnd,
        "end to end|e2e|whole answer|complete answer|full answer|whole response|full response|entire response|total response time|response time|antwortzeit|gesamte antwort|vollstandige antwort|extremo a extremo|respuesta completa|tiempo de respuesta|bout en bout|reponse complete|temps de reponse|risposta completa|tempo di risposta|ponta a ponta|resposta completa|tempo de resposta|responstijd|czas odpowiedzi|端到端|响应时间|応答時間|エンドツーエンド|응답 시간|응답시간|زمن الاستجابه|время ответа",
    ),
    (C::P99, "p99|99th percentile|percentile 99|percentil 99|99 percentile|99e percentile"),
    (
        C::Latency,
        "latency|latencia|latence|latenza|latenz|latentie|opoznieni*|delay|延迟|レイテンシ|遅延|지연*|زمن الوصول|كمون|задержк*",
    ),
    (
        C::KvCache,
        "kv cache|kv|of cache|cache|key value cache|kv zwischenspeicher|cache kv|KV缓存|KVキャッシュ",
    ),
    (
        C::Embedding,
        "embedding|embeddings|vectors|vector|vektor*|vectores|vecteurs|vettori|vetores|向量|埋め込み|임베딩*|متجه*",
    ),
    (
        C::Dimension,
        "dimension|dimensions|dimensional|dim|dims|dimensionen|dimensionale|dimensiones|dimensioni|dimensoes|维|次元|차원|بعد|ابعاد|wymiar*",
    ),
    (
        C::Wide,
        "wide|width|breit|breite|es:ancho|anchura|largeur|fr:large|larghezza|it:larga|largura|breed|szeroko*|宽|宽度|幅|폭|너비|عرض|ширин*",
    ),
    (
        C::High,
        "high|height|tall|hoch|hohe|alto|altura|hauteur|haut|altezza|alta|hoog|hoogte|wysoko*|高|高度|高さ|높이|ارتفاع|высот*",
    ),
    (
        C::Deep,
        "deep|depth|tief|tiefe|fondo|profundidad|profundo|profondeur|profond|profondita|profonda|profundidade|diep|diepte|glebok*|深|深度|奥行|奥行き|깊이|عمق|глубин*",
    ),
    (
        C::Weight,
        "weight|weighs|carries|load capacity|capacity of|weigh|heavy|tragt|traglast|tragkraft|gewicht|nutzlast|peso|carga|capacidad de carga|soporta|poids|charge|porte|supporte|portata|carico|regge|suporta|gewicht|draagt|draagvermogen|nosno*|waga|承重|载重|重量|荷重|耐荷重|하중|무게|حموله|يحمل|وزن|وزنه|вес|грузоподъ*",
    ),
    (
        C::Altitude,
        "altitude|above sea level|asl|elevation|elevation of|meereshohe|uber meereshohe|uber null|u nn|seehohe|altitud|sobre el nivel del mar|snm|msnm|au dessus du niveau de la mer|d altitude|altitudine|sul livello del mare|slm|acima do nivel do mar|boven zeeniveau|npm|n p m|海拔|標高|해발|ارتفاع عن سطح البحر|فوق مستوي سطح البحر|над уровнем моря",
    ),
    (
        C::Inlet,
        "inlet|inlet air|intake|intake air|inlet temperature|room temperature|ambient|ambient temperature|supply air|cold aisle temperature|zuluft|ansaugluft|raumtemperatur|eintrittstemperatur|aire de entrada|temperatura de entrada|temperatura ambiente|air d entree|temperature d entree|temperature ambiante|aria in ingresso|temperatura di ingresso|ar de entrada|inlaattemperatuur|进风|进风温度|吸気|吸気温度|흡기|유입 공기|هواء الدخول|حراره المدخل",
    ),
    (
        C::Supply,
        "facility water|supply|supply temperature|water supply|water temperature|chilled water|cooling water|warm water|water at|vorlauf|vorlauftemperatur|kuhlwasser*|kaltwasser*|agua de|agua helada|agua fria|agua refrigerada|eau glacee|eau froide|eau de refroidissement|fr:depart|depart d eau|eau a|acqua refrigerata|acqua fredda|acqua a|agua gelada|koelwater|woda lodowa|冷冻水|冷却水|供水温度|供水|冷水|냉각수|냉수|مياه التبريد|المياه المبرده|охлажд* вод*",
    ),
    (
        C::WaterPressure,
        "pressure|bar available|druck|presion|pression|pressione|pressao|druk|cisnien*|压力|圧力|압력|ضغط|давлени*",
    ),
    (
        C::Heat,
        "heat|waste heat|heat load|heat to water|heat to liquid|heat capture|abwarme|warme|calor|calor residual|chaleur|calore|warmte|ciepl*|热量|热|熱|발열|열|حراره|тепл*",
    ),
    (
        C::FloorLoad,
        "floor load|floor loading|floor capacity|floor rating|bodenlast|deckenlast|traglast des bodens|bodentraglast|carga del suelo|carga de piso|charge au sol|carico del pavimento|carga do piso|vloerbelasting|obciazeni* podlogi|地板承重|楼板承重|床荷重|바닥 하중|حموله الارضيه",
    ),
    (C::Footprint, "footprint|floor space|stellflache|huella|emprise|ingombro|占地|設置面積"),
    (C::Pue, "pue"),
    (
        C::Warranty,
        "warranty|guarantee period|gewahrleistung|garantie|garantia|garanzia|gwarancj*|garanti|质保|保修|保証|보증|ضمان|الضمان|гаранти*|support and warranty",
    ),
    (
        C::BurnIn,
        "burn in|burnin|soak test|stress test|dauertest|einbrenntest|prueba de carga|rodage|老化测试|烤机|エージング|번인",
    ),
    (C::AllReduce, "all reduce|allreduce|nccl|bus bandwidth"),
    (
        C::MessageSize,
        "message size|message|messages|nachrichtengrosse|tamano de mensaje|taille de message|消息大小",
    ),
    (
        C::TechnicalWeight,
        "technical|technical score|quality|technik|technisch|tecnica|tecnico|technique|kwaliteit|技术",
    ),
    (C::PriceWeight, "price|cost score|preis|precio|prix|prezzo|preco|prijs|cena|价格"),
    (
        C::Distance,
        "apart|distance|away|between the sites|between sites|entfernt|auseinander|entfernung|abstand|distancia|de distancia|separad*|distants|distance|distanza|distanti|afstand|odleglo*|相距|距离|離れ|거리|떨어진|مسافه|المسافه|расстояни*",
    ),
    (
        C::Availability,
        "availability|uptime|sla|verfugbarkeit|disponibilidad|disponibilite|disponibilita|disponibilidade|beschikbaarheid|dostepnosc*|可用性|可用率|稼働率|可用度|가용성|가용률|توافر|доступност*",
    ),
    (
        C::Bandwidth,
        "bandwidth|throughput|bandbreite|durchsatz|ancho de banda|bande passante|debit|larghezza di banda|largura de banda|bandbreedte|przepustowosc|带宽|帯域|대역폭|عرض النطاق|пропускн*",
    ),
    (
        C::Network,
        "network|fabric|interconnect|networking|network port|network ports|nic|nics|port|ports|link|links|lan|uplinks|netz|netzwerk|vernetzung|verbindung|red|redes|interconexion|reseau|interconnexion|rete|interconnessione|rede|interconexao|netwerk|siec|sieci|natverk|网络|互联|组网|网卡|ネットワーク|네트워크*|네트웍|شبكه|الشبكه|сеть|сети",
    ),
    (C::Nvlink, "nvlink|nvswitch|nv link"),
    (
        C::Price,
        "price|prices|cost|costs|preis|preise|kosten|precio|precios|prix|prezzo|preco|价格|単価|가격|سعر",
    ),
    (
        C::TaxIncluded,
        "iva incluido|incl vat|including vat|vat included|vat inclusive|with vat|inkl mwst|inklusive mwst|inkl mehrwertsteuer|inkl ust|brutto|impuestos incluidos|con iva|ttc|toutes taxes comprises|tva incluse|iva inclusa|iva compresa|iva inclusa|ivato|impostos incluidos|com iva|com impostos|incl btw|inclusief btw|z vat|含税|税込|税込み|부가세 포함|شامل الضريبه|شامله الضريبه|с ндс|including tax|tax included|incl tax",
    ),
    (
        C::TaxExcluded,
        "sin iva|mas iva|iva no incluido|excl vat|excluding vat|ex vat|plus vat|net of vat|without vat|vat excluded|before vat|before tax|excluding tax|zzgl mwst|zuzuglich mwst|ohne mwst|exkl mwst|netto|zzgl ust|hors taxe|hors taxes|fr:ht|hors tva|iva esclusa|piu iva|oltre iva|senza iva|sem iva|mais iva|impostos nao incluidos|excl btw|exclusief btw|bez vat|不含税|税抜|税別|부가세 별도|بدون ضريبه|غير شامل الضريبه|без ндс",
    ),
    (
        C::AllIn,
        "all in|all inclusive|all included|everything included|turnkey|schlusselfertig|llave en mano|todo incluido|cle en main|tout compris|chiavi in mano|tutto incluso|chave na mao|tudo incluido|全包|一式込み|일괄",
    ),
    (
        C::Support,
        "support|maintenance|service|wartung|soporte|mantenimiento|maintenance|assistance|supporto|manutenzione|suporte|manutencao|onderhoud|wsparcie|维保|支持|保守|サポート|지원|유지보수|دعم|صيانه|поддержк*",
    ),
    (
        C::HardwareOnly,
        "hardware only|only hardware|nur hardware|solo hardware|materiel seulement|uniquement le materiel|somente hardware|apenas hardware|alleen hardware|仅硬件|ハードウェアのみ|하드웨어만|الاجهزه فقط",
    ),
    (C::Active, "active|activated|aktive|aktiv|activos|actifs|attivi|ativos|激活|アクティブ|활성"),
    (C::LongestDocument, "up to|as long as|longest|maximum|max|bis zu|hasta|jusqu ' a|fino a|ate|最长|最大"),
    (
        C::PerWeek,
        "per week|a week|each week|every week|weekly|pro woche|je woche|wochentlich|por semana|a la semana|semanales|par semaine|alla settimana|per week|tygodniowo|每周|毎週|週に|주당|매주|اسبوعيا|في الاسبوع|в неделю",
    ),
    (
        C::SingleUser,
        "single user|one user|single request|batch 1|batch one|einzelner nutzer|un solo usuario|un seul utilisateur",
    ),
];
