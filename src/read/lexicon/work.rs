//! Workloads, what the customer wants done, and passages addressed to the reader's tools.

use super::C;

pub(super) const WORK: &[(C, &str)] = &[
    (
        C::WorkTraining,
        "training|train|trained|model training|ai training|ki training|trainieren|trainiert|training von|entrenamiento|entrenar|entrainement|\
        entrainer|addestramento|addestrare|treinamento|treinar|treino|trenowanie|trenowania|训练|訓練|学習|トレーニング|학습*|훈련*|تدريب|обучение|обучения|traning",
    ),
    (
        C::WorkPretrain,
        "pretraining|pre training|pretrain|from scratch|foundation model training|vortraining|von grund auf|desde cero|preentrenamiento|pre entrenamiento|\
        pre entrainement|preentrainement|de zero|da zero|do zero|pre treinamento|预训练|預訓練|事前学習|사전 학습|사전학습|تدريب من الصفر|تدريب مسبق|предобучени*",
    ),
    (
        C::WorkFinetune,
        "fine tuning|finetuning|fine tune|finetune|fine tunes|fine tuned|fine tunen|lora|sft|ajuste fino|ajustar fino|ajustar finamente|fazer ajuste|afinar un modelo|afinamiento|affinage|ajustement fin|reglage fin|\
        feinabstimmung|feintuning|微调|微調|ファインチューニング|파인튜닝|미세조정|미세 조정|ضبط دقيق|الضبط الدقيق|дообучени*|dostrajanie",
    ),
    (
        C::WorkInference,
        "inference|inferencing|inferenz|inferencia|inferencia|inferenza|inferentie|serving|model serving|推理|推論|추론*|استدلال|الاستدلال|инференс*|wnioskowani*",
    ),
    (
        C::WorkChat,
        "chatbot|chatbots|chat bot|chat|chats|chat service|聊天机器人|チャットボット|챗봇*|روبوت محادثه|روبوت دردشه|чат бот*",
    ),
    (
        C::WorkAssistant,
        "assistant|assistants|copilot|helpdesk bot|virtual agent|assistent|assistenten|*assistent|*assistenten|asistente|asistentes|assistente|assistentes|assistenti|助手|アシスタント|어시스턴트|비서|مساعد|asystent*|ассистент*",
    ),
    (
        C::WorkRag,
        "rag|retrieval augmented*|document search|semantic search|enterprise search|knowledge base|policy library|search over documents|wissensdatenbank|\
        dokumentensuche|busqueda documental|base de conocimiento|base de connaissances|recherche documentaire|base di conoscenza|base de conhecimento|vector search|\
        vector database|vector index|知识库|ナレッジ|検索拡張|검색 증강|قاعده معرفه|بحث في الوثائق|база знаний",
    ),
    (
        C::WorkSummarise,
        "summarisation|summarization|summarise|summarize|summaries|zusammenfassung*|zusammenfassen|resumen de|es:resum*|pt:resum*|resumer|resumes de|riassunti|riassumere|\
        samenvatt*|摘要|要約|요약*|تلخيص",
    ),
    (
        C::WorkLong,
        "long document|long documents|long context|long contracts|lange dokumente|lange dokumenten|documentos largos|contratos largos|long reports|long contracts|long files|lange vertrage*|contrats longs|contratti lunghi|contratos longos|documents longs|documenti lunghi|\
        documentos longos|contextos largos|长文档|长文本|長文",
    ),
    (
        C::WorkDrafting,
        "letter drafting|drafting letters|drafting|write letters|letters writing|text generation|textgenerierung|briefe schreiben|redaccion|redaction de|content generation|generate text|report writing",
    ),
    (
        C::WorkSpeech,
        "speech model*|speech ai|transcription|transcribe|transcribing|speech to text|speech recognition|dictation|asr|whisper|spracherkennung|spraakherkenning|rozpoznawanie mowy|taligenkanning|transkription|diktat|\
        transcripcion|reconocimiento de voz|transcricao|trascrizione|reconnaissance vocale|语音识别|音声認識|文字起こし|음성 인식|تحويل الكلام|تفريغ صوتي",
    ),
    (
        C::WorkTranslate,
        "machine translation|translate documents|translation service|translation of|ubersetzung|ubersetzungen|traduccion automatica|traduction automatique|traduzione automatica|traducao automatica|机器翻译|翻訳|번역",
    ),
    (
        C::WorkCode,
        "code assistant|coding assistant|code completion|code generation|programmierassistent*|asistente de codigo|assistant de code|代码助手|コード生成|코드 생성",
    ),
    (
        C::WorkCv,
        "computer vision|machine vision|object detection|image classification|visual inspection|bildverarbeitung|vision artificielle|vision par ordinateur|vision artificial|visione artificiale|visao computacional|计算机视觉|机器视觉|画像認識|외관 검사|컴퓨터 비전|رؤيه حاسوبيه|الرؤيه الحاسوبيه",
    ),
    (
        C::WorkMultimodal,
        "vision language|vision language model|vlm|vlms|multimodal|multi modal|multimodale*|multimodel*|多模态|マルチモーダル|멀티모달|متعدد الوسائط",
    ),
    (
        C::WorkFraud,
        "fraud detection|fraud scoring|fraud|fraude|detectar fraude|betrugserkennung|betrug|detection de fraude|frode|frodi|反欺诈|欺诈检测|不正検知|사기 탐지|كشف الاحتيال|الاحتيال",
    ),
    (
        C::WorkGraph,
        "graph neural*|gnn|graph model|graph models|graph based|modelo de grafos|grafos|graphe*|grafi|graphmodell*|图神经网络|グラフ",
    ),
    (
        C::WorkRecommend,
        "recommender|recommenders|recommender system*|recommendation system*|recommendation engine*|recommendations engine|empfehlungssystem*|sistema de recomendacion|推荐系统|レコメンド|추천 시스템",
    ),
    (
        C::WorkVideo,
        "video analytics|video analysis|camera streams|videoanalyse|video surveillance|analitica de video|analyse video|视频分析|映像解析|영상 분석",
    ),
    (
        C::WorkImage,
        "image processing|imaging pipeline|procesamiento de imagenes|traitement d images|elaborazione immagini|processamento de imagens|图像处理|画像処理|영상 처리|معالجه الصور",
    ),
    (
        C::WorkImageGen,
        "image generation|text to image|diffusion model*|stable diffusion|video generation|bildgenerierung|generacion de imagenes|图像生成|画像生成",
    ),
    (
        C::WorkSim,
        "simulation|simulations|stress simulation|monte carlo|simulacion|simulaciones|simulacao|simulacoes|simulazione|simulazioni|*simulation|*simulationen|simulaties|symulacj*|仿真|模拟|シミュレーション|시뮬레이션|محاكاه|моделирование",
    ),
    (
        C::WorkCfd,
        "cfd|computational fluid dynamics|fluid dynamics|fluid simulation*|flow simulation*|stromungssimulation*|stromungsmechanik|dinamica de fluidos|mecanique des fluides|fluidodinamica|流体力学|流体解析|전산유체|ديناميكا الموائع",
    ),
    (
        C::WorkMd,
        "molecular dynamics|molekulardynamik|dinamica molecular|dynamique moleculaire|dinamica molecolare|gromacs|namd|amber|lammps|分子动力学|分子動力学|분자동역학",
    ),
    (
        C::WorkWeather,
        "weather|climate|es:clima|pt:clima|it:clima|meteorolog*|weather forecast*|weather model*|climate model*|climate simulation*|numerical weather|wettervorhersage|klimamodell*|prevision meteorologica|气象|天气预报|気象|기상",
    ),
    (
        C::WorkGenomics,
        "genomics|genome sequencing|genome analysis|dna sequencing|sequencing pipeline*|genomik|genomica|genomique|基因组|ゲノム|유전체",
    ),
    (
        C::WorkHpc,
        "hpc|scientific computing|numerical simulation*|high performance computing|hochleistungsrechnen|calcul intensif|calcul scientifique|calculo cientifico|computo cientifico|超算|高性能计算|科学技術計算|고성능 컴퓨팅|حوسبه عاليه الاداء",
    ),
    (C::WorkSeismic, "seismic|seismic processing|reservoir simulation|sismica|seismik|地震处理|زلزالي*"),
    (
        C::WorkRender,
        "rendering|render farm|renders|render|renderfarm|renderizado|rendu 3d|rendu|渲染|レンダリング|렌더링*|تصيير",
    ),
    (
        C::WorkVdi,
        "vdi|virtual desktops|virtual desktop|virtual workstation*|cad workstation*|escritorios virtuales|postes virtuels|bureaux virtuels|virtuelle desktops|virtuelle arbeitsplatze|desktop virtuali|\
        desktops virtuais|虚拟桌面|仮想デスクトップ|가상 데스크톱|가상데스크톱|اسطح مكتب افتراضيه",
    ),
    (
        C::WorkDigitalTwin,
        "digital twin|digital twins|omniverse|digitaler zwilling|gemelo digital|jumeau numerique|gemello digitale|数字孪生|デジタルツイン|디지털 트윈|توام رقمي",
    ),
    (
        C::WorkRayTracing,
        "ray tracing|raytracing|ray traced|trazado de rayos|光线追踪|レイトレーシング|레이트레이싱",
    ),
    (
        C::WorkRl,
        "policy training|reinforcement learning|rl training|isaac lab|isaac gym|robot learning|robot policy|robot policies|bestarkendes lernen|aprendizaje por refuerzo|apprentissage par renforcement|强化学习|強化学習|강화학습|تعلم معزز",
    ),
    (C::WorkNotebook, "notebook|notebooks|jupyter|jupyterhub|jupyter notebooks"),
    (
        C::WorkLlm,
        "llm work|llms|large language model*|llm workload*|llm|grosse sprachmodelle|modelos de lenguaje|grands modeles de langage|大语言模型|大模型|大規模言語モデル|대규모 언어 모델|نماذج لغويه",
    ),
    (
        C::WorkAnalytics,
        "data analytics|rapids|spark|etl|data science|data processing|datenanalyse|analitica de datos|数据分析",
    ),
    (C::WorkEmbedding, "bulk embedding|embedding generation|re embedding"),
    (
        C::WorkDrug,
        "drug discovery|protein folding|alphafold|protein structure|wirkstoffforschung|descubrimiento de farmacos|药物发现|創薬|신약",
    ),
    (C::WorkOcr, "ocr|document digitisation|document digitization|texterkennung"),
    (C::WorkAgents, "agentic|ai agents|ki agenten|agentes de ia|multi agent|智能体|エージェント"),
    (
        C::WorkCae,
        "cae|finite element*|fea|crash simulation*|finite elemente|elementos finitos|elements finis|有限元|有限要素",
    ),
    (
        C::WorkRisk,
        "risk simulation*|risk calculation*|var calculation*|option pricing|derivatives pricing|risikoberechnung*",
    ),
    (C::WorkAi, "ai cluster|ai factory|ki cluster"),
    (
        C::AskNeeds,
        "what do you need to know|what do you need from us|what information do you need|what else do you need|what should we tell you|which details do you need|which questions|questions first|ask first|ask us first|\
        was mussen sie wissen|welche angaben|que necesitan saber|que informacion necesitan|que avez vous besoin de savoir|quelles informations|cosa vi serve sapere|cosa dovete sapere|o que precisam saber|que informacoes|\
        ما الذي تحتاجون معرفته|ماذا تحتاجون|你们需要了解什么|需要哪些信息|何が必要ですか|必要な情報|무엇이 필요",
    ),
    (
        C::NoQuestions,
        "no questions|no questions please|no further questions|don ' t ask|do not ask|without asking|not filling in another|stop asking|keine ruckfragen|keine fragen|bitte keine fragen|sin preguntas|sans questions|\
        pas de questions|senza domande|sem perguntas|nie zadawaj*|不要提问|質問は不要|질문 없이|بدون اسئله",
    ),
    (
        C::AskSpec,
        "gpus do you know|gpus do you have|list all gpus|list the gpus|show all gpus|patterns do you know|patterns do you have|list all patterns|list the patterns|all reference architecture patterns|reference architectures do you|list all reference architectures|welche gpus kennst|welche gpus kennen|spec for|specs for|spec of|specs of|specification of|specifications of|datasheet|data sheet|how much memory does|what is the memory|what is the tdp|memory bandwidth of|datenblatt|ficha tecnica|fiche technique|scheda tecnica|规格|スペック|사양|مواصفات",
    ),
    (
        C::AskFit,
        "does it fit|will it fit|would it fit|does this fit|does that fit|fit in|fits in|fits on|fit on|works?|does it work|will it work|will that work|is plenty|is enough|enough for|right?|how many can i put|how many * fit|possible?|feasible|can we run|can i run|can it run|\
        passt das|reicht das|geht das|cabe|caben|es suficiente|ca rentre|ca tient|basta|够吗|够用吗|足りますか|충분*|هل يكفي",
    ),
    (
        C::AskValidate,
        "validate our design|validate my design|validate this design|validate the design|check our design|check my design|check this design|review our design|review my design|review this design|is our design|is this design|is this valid|does our design|\
        prufen sie unser*|design prufen|validar nuestro|valider notre|verificare il nostro|审核我们的设计|验证设计|設計を検証|검토해",
    ),
    (
        C::AskPattern,
        "which one is wrong|which is wrong|which one is right|which is right|what does * mean|meaning of|difference between|stand for|stands for|was bedeutet|que significa|que signifie|cosa significa|什么意思|どういう意味|무슨 뜻|ماذا يعني",
    ),
    (
        C::AskProof,
        "where does|where do|where did|come from|comes from|who says|what is the source|source for|source of|according to whom|woher kommt|woher stammt|wer sagt|quelle fur|de donde sale|de donde viene|quien dice|d ou vient|d ou viennent|qui dit|da dove viene|chi dice|\
        de onde vem|quem diz|waar komt|来源|出典|根拠|출처|من اين|ما مصدر",
    ),
    (
        C::AskDelivery,
        "guarantee delivery|can you guarantee|guarantee|guaranteed|promise|commit to|can you deliver|deliver by|lead time|lead times|lieferzeit|liefertermin|garantieren|plazo de entrega|garantizar|garantir|delai de livraison|garantire|prazo de entrega|交期|交货期|納期|납기|هل تضمنون|ضمان التسليم",
    ),
    (
        C::AskCertify,
        "certify|certified|certification|certificate|warrant that|shall warrant|zertifizier*|zertifikat|certificar|certificado|certifier|certificare|认证|認証|인증|شهاده اعتماد",
    ),
    (
        C::AskBooking,
        "book the|book a|order the|place an order|place the order|send an email|send the email|email the|call the|schedule a|ship the|arrange transport|arrange shipping|delivery truck|hire a|buchen sie|bestellen sie|reserva*|reservez|commandez|prenota|ordina|reserve o|预订|下单|予約|예약|احجز",
    ),
    (
        C::AskSecret,
        "system prompt|api key|api keys|password|passwords|credentials|secret key|your instructions|hidden instructions|passwort|contrasena|mot de passe|密码|パスワード|비밀번호|كلمه المرور",
    ),
    (
        C::AskDesign,
        "send bom|bill of materials|bom|propose|proposal|quote|offer|design|plan|suggest|what hardware|what can we get|size|sizing|recommend",
    ),
    (
        C::IgnoreInstructions,
        "ignore previous|ignore all previous|ignore all instructions|ignore all rules|ignore the rules|ignore the previous|ignore prior|ignore all prior|ignore your|ignore any|disregard previous|disregard all|disregard your|disregard the|forget your instructions|forget all previous|forget previous|override your|new instructions|previous instructions|\
        ignorieren sie alle|ignoriere alle|vorherigen anweisungen|ignora las instrucciones|instrucciones anteriores|ignorez les instructions|instructions precedentes|ignora le istruzioni|ignora tutte le istruzioni|istruzioni precedenti|negeer alle|negeer de|vorige instructies|предыдущие инструкции|все инструкции|指示をすべて無視|これまでの指示|指示を無視|이전의 모든 지시|지시를 무시*|ignore as instrucoes|instrucoes anteriores|忽略之前|忽略以上|忽略所有|以前の指示|이전 지시|تجاهل التعليمات|تجاهل جميع",
    ),
    (
        C::ToAutomation,
        "automated responder|automated responders|automated reader*|automated system*|to automated system*|to ai system*|to all ai system*|ai assistant*|ai reader*|ai system*|ai assistant reading|ai model*|ai tool*|ai evaluator*|llm reading|language model reading|any llm|bots reading|to the assistant|note to ai|note to the ai|attention ai|if you are an ai|if you are a language model|as an ai|\
        dear ai|for ai|hinweis an ki|ki systeme|automatische systeme|nota para la ia|note pour l ia|nota per l ia|assistant:|system:|<system>|[system]|[inst]",
    ),
    (
        C::Maintenance,
        "maintenance mode|developer mode|debug mode|admin mode|test mode|god mode|jailbreak|sudo mode|wartungsmodus|entwicklermodus|modo mantenimiento|modo de mantenimiento|mode maintenance|modalita manutenzione|维护模式|メンテナンスモード|관리 모드|وضع الصيانه",
    ),
    (
        C::SkipChecks,
        "skip * check|skip the * check|skip * checks|skip checks|skip check|skip the check*|skip ra checks|skip validation|skip the validation|skip all validation|skip verification|without validation|bypass the check*|bypass check*|bypass validation|disable check*|disable validation|turn off check*|turn off validation|checks off|do not validate|don ' t validate|do not check|no need to validate|no need to check|\
        ohne prufung|prufung uberspringen|sin validar|omitir la validacion|sans validation|salta i controlli|跳过检查|跳过验证|検証をスキップ|검증을 건너",
    ),
    (
        C::MarkCompliant,
        "mark every clause|mark all clauses|mark every|mark all|mark as compliant|fully compliant|mark * as certified|mark * certified|mark as certified|declare * compliant|confirm compliance|rate this bid|rate this offer|give this bid|award this|score this|als erfullt markieren|marque como|marquer comme|标记为合规",
    ),
    (
        C::SetPrice,
        "set the total price|set total price|set the price|total price to|price to|set all prices|use the price|set the budget|preis auf|precio total a",
    ),
    (
        C::Conceal,
        "do not mention|don ' t mention|never mention|do not reveal|do not disclose|do not tell|keep this secret|hide this|nicht erwahnen|no menciones|no mencionar|ne mentionnez pas|non menzionare|不要提及|言及しない|لا تذكر",
    ),
];
