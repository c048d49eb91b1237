//! The concepts the rules speak of.

/// What a phrase stands for. Names beginning with `Work` are workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[rustfmt::skip]
pub(in crate::read) enum C {
    // Things.
    Gpu, Node, Rack, Site, Phase, FeedPhase, SinglePhase, User, Desktop, Session, Page, Chunk, Document, Admin, Leaf, Spine, Switch, Port,
    Nic, Scene, Feed, Socket, Lift, Door, Row, Token, Query, Transaction, PerSecond, Param, Model, Run, Vm, Profile, Drive, Ram, Core,
    Phone, Room, Street, Reference, Year,
    // Relations and bounds.
    Per, Each, AtLeast, AtMost, AtLeastAfter, About, Between, Total, Available, Existing, Usable, Breaker, Withdrawn, No, Instead, Only, Concurrent, Peak,
    Forget, Unavailable, Correction, Prefer, GrowTo, WhatIf, Base, UsedNow, Today, Shared, Whole, Pilot, Erratum, Owned, Of, 
    // Quantities' names.
    Power, Budget, Memory, GraphicsMemory, Storage, Capacity, Checkpoint, Stall, Read, Write, Deadline, GoLive, Delivery, Context, Generated, 
    Ttft, Tpot, EndToEnd, P99, Latency, KvCache, Embedding, Dimension, Wide, High, Deep, Weight, Altitude, Inlet, Supply, WaterPressure,
    Heat, FloorLoad, Footprint, Pue, Warranty, BurnIn, AllReduce, MessageSize, TechnicalWeight, PriceWeight, Distance, Availability, Bandwidth,
    Network, Nvlink, Growth, Price, TaxIncluded, TaxExcluded, AllIn, Support, HardwareOnly, Active, LongestDocument, PerWeek, SingleUser,
    // Qualities.
    CoolingAir, CoolingLiquid, CoolingWord, Water, Air, InfiniBand, Ethernet, NonBlocking, Slurm, Kubernetes, Vmware, OtherHypervisor, Hgx, Dgx, Pcie, 
    Bf16, Fp16, Fp8, Fp4, Int8, Int4, Fp32, Fp64, NoQuantisation, 
    OwnHall, OnPremises, InCountry, National, NoEgress, RemoteAccess, Forbidden, Allowed, EncryptAtRest, NationalKeys, OwnKeys, Sso, Siem, Mfa,
    ActiveActive, ActivePassive, FullLoadEach, Office, AbFeeds, NPlusOne, TwoN, OnsiteNbd, NoRecabling, NoSoftware, AiEnterprise, Slicing,
    Dense, MoeWord, Day, Night, FullGpu, 
    // Workloads.
    WorkTraining, WorkPretrain, WorkFinetune, WorkInference, WorkChat, WorkAssistant, WorkRag, WorkSummarise, WorkLong, WorkDrafting, WorkSpeech,
    WorkTranslate, WorkCode, WorkCv, WorkMultimodal, WorkFraud, WorkGraph, WorkRecommend, WorkVideo, WorkImage, WorkImageGen, WorkSim, WorkCfd, WorkMd, WorkWeather,
    WorkGenomics, WorkHpc, WorkSeismic, WorkRender, WorkVdi, WorkDigitalTwin, WorkRayTracing, WorkRl, WorkNotebook, WorkLlm, WorkAnalytics, WorkEmbedding,
    WorkDrug, WorkOcr, WorkAgents, WorkCae, WorkRisk, WorkAi,
    // Intents.
    AskNeeds, NoQuestions, AskSpec, AskFit, AskValidate, AskPattern, AskProof, AskDelivery, AskCertify, AskBooking, AskSecret, AskDesign,
    // Passages addressed to tools.
    IgnoreInstructions, ToAutomation, Maintenance, SkipChecks, MarkCompliant, SetPrice, Conceal,
}
