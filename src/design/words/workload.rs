//! What a cluster is for: closed words, and the groups that policy and formulas ask about.

use super::words;

words! {
    /// What a cluster is for.
    Workload: "workload";
    /// Training a model, kind not stated.
    Training "training" "training" ["train", "model training", "ai training"],
    /// Training a language model from nothing.
    LlmPretrain "llm_pretrain" "LLM pre-training" ["pretraining", "pretrain", "llm pretraining", "llm training", "foundation model training"],
    /// Fine-tuning a model, kind not stated.
    Finetune "finetune" "fine-tuning" ["finetuning", "fine tune"],
    /// Fine-tuning a language model.
    LlmFinetune "llm_finetune" "LLM fine-tuning" ["llm finetuning", "lora", "qlora", "sft"],
    /// Fine-tuning every weight of a language model.
    LlmFinetuneFull "llm_finetune_full" "full LLM fine-tuning" ["full finetuning", "full finetune"],
    /// Training of speech models.
    TrainingSpeech "training_speech" "training of speech models" ["speech training"],
    /// Training of recommender models.
    TrainingRecommender "training_recommender" "training of recommender models" ["recommender training"],
    /// Training of vision models.
    TrainingCv "training_cv" "training of vision models" ["cv training", "vision training"],
    /// Reinforcement learning.
    RlTraining "rl_training" "reinforcement learning" ["rl", "rlhf", "grpo"],
    /// Serving a model, kind not stated.
    Inference "inference" "inference" ["serving", "model serving", "inferencing"],
    /// Serving a language model.
    LlmInference "llm_inference" "LLM inference" ["llm serving", "chat", "chatbot", "assistant", "code assistant", "agents"],
    /// Serving a language model with long prompts.
    LlmInferenceLongContext "llm_inference_long_context" "LLM inference with long context" ["long context inference"],
    /// Serving a model of text and pictures.
    MultimodalInference "multimodal_inference" "multimodal inference" ["vlm", "multimodal"],
    /// Retrieval-augmented generation.
    Rag "rag" "retrieval-augmented generation" ["retrieval"],
    /// Language models, use not stated.
    Llm "llm" "language models" ["large language models", "language model", "genai", "generative ai"],
    /// Embedding and search of documents.
    Embedding "embedding" "embedding" ["embeddings", "vector search", "semantic search"],
    /// Speech to text.
    SpeechToText "speech_to_text" "speech to text" ["asr", "transcription", "speech recognition"],
    /// Vision models in use.
    ComputerVision "computer_vision" "computer vision" ["cv", "vision", "image classification", "visual inspection", "cv inference"],
    /// Analysis of video.
    VideoAnalytics "video_analytics" "video analytics" ["video analysis", "video"],
    /// Processing of pictures.
    ImageProcessing "image_processing" "image processing" ["medical imaging", "image analysis"],
    /// Generation of pictures.
    ImageGeneration "image_generation" "image generation" ["diffusion", "image synthesis", "video generation"],
    /// Pictures from satellites and aircraft.
    Imagery "imagery" "satellite and aerial imagery" ["satellite imagery", "earth observation", "remote sensing"],
    /// Recommendation.
    Recommender "recommender" "recommendation" ["recommendation systems", "recsys"],
    /// Detection of fraud.
    FraudInference "fraud_inference" "fraud detection" [],
    /// Detection of fraud on graphs.
    FraudInferenceGnn "fraud_inference_gnn" "fraud detection on graphs" [],
    /// Virtual desktops.
    Vdi "vdi" "virtual desktops" ["virtual desktop", "vgpu desktops"],
    /// Rendering of pictures and film.
    Rendering "rendering" "rendering" ["render", "render farm", "ray tracing"],
    /// Design and visualisation at the screen.
    Graphics "graphics" "graphics and visualisation" ["cad", "visualisation", "visualization", "visual computing"],
    /// A digital twin.
    DigitalTwin "digital_twin" "digital twin" ["digital twins", "omniverse"],
    /// Simulation with ray tracing.
    SimulationRtx "simulation_rtx" "simulation with ray tracing" ["robot simulation", "sensor simulation"],
    /// Scientific computing, precision not stated.
    Hpc "hpc" "HPC" ["high-performance computing", "scientific computing"],
    /// Scientific computing in double precision.
    HpcFp64 "hpc_fp64" "HPC in double precision" ["fp64", "double precision hpc"],
    /// Scientific computing in single precision.
    HpcFp32 "hpc_fp32" "HPC in single precision" ["fp32"],
    /// Simulation, kind not stated.
    Simulation "simulation" "simulation" ["simulations", "monte carlo"],
    /// Computational fluid dynamics.
    Cfd "cfd" "computational fluid dynamics" ["fluid dynamics"],
    /// Computer-aided engineering.
    Cae "cae" "computer-aided engineering" ["fea", "finite elements", "crash simulation"],
    /// Molecular dynamics.
    MolecularDynamics "molecular_dynamics" "molecular dynamics" ["md"],
    /// Weather and climate.
    Weather "weather" "weather and climate" ["weather forecast", "climate"],
    /// Genomics.
    Genomics "genomics" "genomics" ["sequencing"],
    /// Seismic processing.
    Seismic "seismic" "seismic processing" [],
    /// Drug discovery.
    DrugDiscovery "drug_discovery" "drug discovery" ["docking", "protein folding"],
    /// Analysis of tables.
    DataAnalytics "data_analytics" "data analytics" ["analytics", "data science", "etl"],
    /// Notebooks of students and researchers.
    Notebooks "notebooks" "notebooks" ["notebook", "jupyter", "teaching", "education"],
}

words! {
    /// What a reference-architecture pattern is chosen for, in the words of the published pattern list.
    Purpose: "workload";
    /// Training a model over many nodes.
    Training "training" "training" [],
    /// Fine-tuning a model.
    Finetune "finetune" "fine-tuning" ["finetuning"],
    /// Serving a model.
    Inference "inference" "inference" [],
    /// Simulation and other high-performance computing.
    Hpc "hpc" "HPC" [],
    /// Retrieval-augmented generation.
    Rag "rag" "retrieval-augmented generation" [],
}

words! {
    /// A group of workloads, as policy names it. One workload may be of several.
    WorkloadGroup: "group of workloads";
    /// Training of a model; adapting a trained one is a group of its own.
    Training "training" "training" [],
    /// Training of a language model from nothing.
    Pretraining "pretraining" "pre-training" [],
    /// Adapting a trained model.
    Finetuning "finetuning" "fine-tuning" [],
    /// Use of a trained model.
    Inference "inference" "inference" [],
    /// Retrieval-augmented generation.
    Rag "rag" "retrieval-augmented generation" [],
    /// Language models, trained, adapted or used.
    LanguageModel "language_model" "language models" [],
    /// Simulation and scientific computing.
    Hpc "hpc" "HPC" [],
    /// Work that needs a full FP64 rate.
    DoublePrecision "double_precision" "double precision" [],
    /// Work that needs RT cores or a graphics stack.
    Graphics "graphics" "graphics" [],
    /// Virtual desktops and rendering, which take a graphics licence.
    GraphicsLicence "graphics_licence" "graphics with a licence" [],
    /// A few users at one card.
    DeskSide "desk_side" "desk side" [],
    /// Pictures processed or generated.
    Images "images" "images" [],
    /// Detection of fraud.
    Fraud "fraud" "fraud detection" [],
    /// Notebooks.
    Notebooks "notebooks" "notebooks" [],
}

impl Workload {
    /// The groups it is of.
    #[must_use]
    pub fn groups(self) -> &'static [WorkloadGroup] {
        use WorkloadGroup as G;
        match self {
            Self::Training
            | Self::TrainingCv
            | Self::TrainingSpeech
            | Self::TrainingRecommender
            | Self::RlTraining => &[G::Training],
            Self::LlmPretrain => &[G::Training, G::Pretraining, G::LanguageModel],
            Self::Finetune => &[G::Finetuning],
            Self::LlmFinetune | Self::LlmFinetuneFull => &[G::Finetuning, G::LanguageModel],
            Self::Inference | Self::MultimodalInference => &[G::Inference],
            Self::LlmInference | Self::LlmInferenceLongContext => &[G::Inference, G::LanguageModel],
            Self::Rag => &[G::Rag],
            Self::Llm => &[G::LanguageModel],
            Self::SpeechToText => &[G::DeskSide],
            Self::ImageProcessing | Self::ImageGeneration | Self::Imagery => &[G::Images],
            Self::FraudInference | Self::FraudInferenceGnn => &[G::Fraud, G::Inference],
            Self::Vdi | Self::Rendering | Self::Graphics => &[G::Graphics, G::GraphicsLicence],
            Self::DigitalTwin => &[G::Graphics],
            Self::SimulationRtx => &[G::Graphics, G::Hpc],
            Self::Hpc
            | Self::HpcFp32
            | Self::Simulation
            | Self::Cfd
            | Self::Cae
            | Self::MolecularDynamics
            | Self::Weather
            | Self::Genomics
            | Self::Seismic
            | Self::DrugDiscovery => &[G::Hpc],
            Self::HpcFp64 => &[G::Hpc, G::DoublePrecision],
            Self::Notebooks => &[G::Notebooks],
            Self::Embedding
            | Self::ComputerVision
            | Self::VideoAnalytics
            | Self::Recommender
            | Self::DataAnalytics => &[],
        }
    }

    /// Whether it is of any of these groups.
    #[must_use]
    pub fn is_any(self, groups: &[WorkloadGroup]) -> bool {
        self.groups().iter().any(|group| groups.contains(group))
    }
}
