//! The fields of a requirement: one row each, from which struct, enum, JSON, schema, meanings and bounds are made.

/// Hands every row to a macro. A row is `Variant field: type`, and `=> bounds` where a number has bounds.
macro_rules! field_rows {
    ($make:ident) => {
        $make! {
            /// What the cluster is for: training, llm_pretrain, llm_finetune, llm_inference, rag, vdi, hpc_fp64, rendering ...
            Workload workload: Vec<Workload>,
            /// GPUs asked for.
            GpuCount gpu_count: u64 => 1.0..=1e6,
            /// Least number of GPUs.
            GpuCountMin gpu_count_min: u64 => 1.0..=1e6,
            /// GPU or rack-scale product names as asked for (H200, GB300 NVL72, L40S).
            GpuModels gpu_models: Vec<String>,
            /// Named GPUs that are no product in the catalog.
            GpuModelsUnknown gpu_models_unknown: Vec<String>,
            /// GPUs the customer rules out.
            GpuModelsExcluded gpu_models_excluded: Vec<String>,
            /// Servers named, as written in the catalog (Dell PowerEdge XE9680); DGX and HGX go to `form_factor`.
            ServerModels server_models: Vec<String>,
            /// Least memory per GPU, GB.
            GpuMemGbMin gpu_mem_gb_min: f64 => SOME..=100_000.0,
            /// Nodes asked for.
            NodeCount node_count: u64 => 1.0..=1e6,
            /// Scalable units of the reference architecture that are asked for.
            ScalableUnits scalable_units: u64 => 1.0..=1e4,
            /// GPUs per node.
            GpusPerNode gpus_per_node: u64 => 1.0..=1024.0,
            /// Nodes per rack as the customer plans it.
            NodesPerRack nodes_per_rack: u64 => 1.0..=200.0,
            /// Leaf switches as the customer plans it.
            LeafCount leaf_count: u64 => 1.0..=1e5,
            /// Server form (HGX, DGX, PCIe).
            FormFactor form_factor: FormFactor,
            /// Reference-architecture patterns named, such as 2-8-9-400.
            Patterns patterns: Vec<String>,
            /// Training nodes, where nodes of two kinds are asked for.
            TrainingNodes training_nodes: u64 => 1.0..=1e6,
            /// GPUs per training node.
            TrainingGpusPerNode training_gpus_per_node: u64 => 1.0..=1024.0,
            /// Inference nodes, where nodes of two kinds are asked for.
            InferenceNodes inference_nodes: u64 => 1.0..=1e6,
            /// GPUs per inference node.
            InferenceGpusPerNode inference_gpus_per_node: u64 => 1.0..=1024.0,
            /// Allowed forms of an inference node.
            InferenceOptions inference_options: Vec<NodeOption>,
            /// Language model by name.
            ModelName model_name: String,
            /// Total parameters of the model, billions.
            ModelParamsB model_params_b: f64 => SOME..=1e6,
            /// Parameters active per token, billions.
            ActiveParamsB active_params_b: f64 => SOME..=1e6,
            /// Precision of the weights: fp4, fp8, bf16, fp16, int4, int8.
            Precision precision: Precision,
            /// Tokens of a prompt or context.
            ContextTokensIn context_tokens_in: u64 => 1.0..=1e9,
            /// Tokens generated per request.
            TokensOut tokens_out: u64 => 1.0..=1e9,
            /// Time to first token, ms.
            TtftMs ttft_ms: f64 => SOME..=1e9,
            /// Time per output token, ms.
            TpotMs tpot_ms: f64 => SOME..=1e9,
            /// Time for a whole request, ms.
            E2eMs e2e_ms: f64 => SOME..=1e9,
            /// 99th percentile latency, ms.
            LatencyP99Ms latency_p99_ms: f64 => SOME..=1e9,
            /// What the latency applies to.
            LatencyScope latency_scope: String,
            /// KV cache to hold, GB.
            KvCacheGb kv_cache_gb: f64 => SOME..=1e9,
            /// Requests or queries per second.
            QueriesPerS queries_per_s: f64 => SOME..=1e9,
            /// Output tokens per second over all users.
            TokensPerS tokens_per_s: f64 => SOME..=1e12,
            /// Transactions per second.
            TransactionsPerS transactions_per_s: f64 => SOME..=1e9,
            /// All users, whether active or not.
            UsersTotal users_total: u64 => 1.0..=1e10,
            /// Users active at the same time.
            UsersConcurrent users_concurrent: u64 => 1.0..=1e9,
            /// Users active at the same time at the peak.
            UsersConcurrentPeak users_concurrent_peak: u64 => 1.0..=1e9,
            /// Share of users active at the same time.
            ConcurrencyRatio concurrency_ratio: f64 => SOME..=1.0,
            /// Training tokens.
            TrainTokens train_tokens: f64 => SOME..=1e18,
            /// Fine-tuning runs per week.
            FinetunesPerWeek finetunes_per_week: f64 => SOME..=1e6,
            /// Days until the work or the delivery must be done.
            DeadlineDays deadline_days: f64 => SOME..=36_525.0,
            /// When it shall be live, in the customer's words.
            Golive golive: String,
            /// When it shall be delivered, in the customer's words.
            DeliveryDate delivery_date: String,
            /// Phases of the project.
            Phases phases: u64 => 1.0..=100.0,
            /// Budget, in units of its currency.
            BudgetAmount budget_amount: f64 => SOME..=1e15,
            /// Currency of the budget, ISO 4217; null when not said.
            BudgetCurrency budget_currency: Currency,
            /// Whether tax is included (included, excluded).
            BudgetTax budget_tax: Tax,
            /// What the budget covers.
            BudgetScope budget_scope: String,
            /// Power per rack, kW.
            PowerPerRackKw power_per_rack_kw: f64 => SOME..=10_000.0,
            /// What a rack power figure means (usable, breaker).
            PowerRatingBasis power_rating_basis: PowerBasis,
            /// Power for the whole installation, kW.
            PowerTotalKw power_total_kw: f64 => SOME..=1e7,
            /// Apparent power for the whole installation, kVA.
            PowerTotalKva power_total_kva: f64 => SOME..=1e7,
            /// Apparent power per rack, kVA.
            PowerPerRackKva power_per_rack_kva: f64 => SOME..=10_000.0,
            /// Power factor of the supply or the load.
            PowerFactor power_factor: f64 => 0.5..=1.0,
            /// Cooling of the room: air or liquid.
            Cooling cooling: Cooling,
            /// Racks there are.
            RacksAvailable racks_available: u64 => 0.0..=1e5,
            /// Rack-scale systems asked for.
            RacksRequested racks_requested: u64 => 1.0..=1e5,
            /// Racks mentioned otherwise.
            RacksStated racks_stated: u64 => 0.0..=1e5,
            /// Height of a rack, rack units.
            RackU rack_u: u64 => 1.0..=100.0,
            /// Width of a rack, mm.
            RackWidthMm rack_width_mm: f64 => SOME..=10_000.0,
            /// Height of a rack, mm.
            RackHeightMm rack_height_mm: f64 => SOME..=10_000.0,
            /// Depth of a rack, mm.
            RackDepthMm rack_depth_mm: f64 => SOME..=10_000.0,
            /// Weight of a rack, kg.
            RackWeightKg rack_weight_kg: f64 => SOME..=1e5,
            /// Footprint of a rack, m2.
            RackFootprintM2 rack_footprint_m2: f64 => SOME..=100.0,
            /// Floor load, kg per m2.
            FloorLoadKgM2 floor_load_kg_m2: f64 => SOME..=1e6,
            /// Feed voltage, V.
            Volts volts: f64 => SOME..=1e6,
            /// Phases of a feed.
            FeedPhases feed_phases: u64 => 1.0..=3.0,
            /// Current of a feed, A.
            Amps amps: f64 => SOME..=1e5,
            /// Feeds per rack.
            FeedsPerRack feeds_per_rack: u64 => 1.0..=32.0,
            /// Redundancy asked for (A/B, N+1, 2N).
            Redundancy redundancy: Redundancy,
            /// Height above sea level, m.
            AltitudeM altitude_m: f64 => -500.0..=9000.0,
            /// Greatest inlet temperature, C.
            InletCMax inlet_c_max: f64 => -50.0..=100.0,
            /// Facility water supply temperature, C.
            WaterSupplyC water_supply_c: f64 => -20.0..=100.0,
            /// Facility water pressure available, bar.
            WaterPressureBar water_pressure_bar: f64 => SOME..=1000.0,
            /// Least share of heat that must go to water, percent.
            HeatToWaterMinPct heat_to_water_min_pct: f64 => 0.0..=100.0,
            /// Inside of the lift, mm: height, width, depth.
            LiftMm lift_mm: Vec<f64> => SOME..=1e5,
            /// Load of the lift, kg.
            LiftKg lift_kg: f64 => SOME..=1e6,
            /// Power usage effectiveness of the site.
            PueRatio pue_ratio: f64 => 1.0..=5.0,
            /// Where it stands (office, data centre, colocation).
            Location location: String,
            /// Fabric technology: ethernet, infiniband.
            Fabric fabric: Vec<Technology>,
            /// Network rate per GPU, Gb/s.
            FabricGbpsPerGpu fabric_gbps_per_gpu: f64 => SOME..=100_000.0,
            /// Network that is there already, Gb/s.
            FabricExistingGbps fabric_existing_gbps: f64 => SOME..=1e6,
            /// Oversubscription asked for, such as 1:1.
            Oversubscription oversubscription: String,
            /// A network rate as the customer wrote it, where the unit is suspect.
            FabricRateStated fabric_rate_stated: String,
            /// A GPU memory as the customer wrote it, where the unit is suspect.
            GpuMemStated gpu_mem_stated: String,
            /// A rack power as the customer wrote it, where the unit is suspect.
            RackPowerStated rack_power_stated: String,
            /// Storage capacity, TB.
            StorageCapacityTb storage_capacity_tb: f64 => SOME..=1e9,
            /// Storage read rate, GB/s.
            StorageReadGbs storage_read_gbs: f64 => SOME..=1e6,
            /// Storage write rate, GB/s.
            StorageWriteGbs storage_write_gbs: f64 => SOME..=1e6,
            /// Size of a checkpoint, TB.
            CheckpointTb checkpoint_tb: f64 => SOME..=1e6,
            /// Time between checkpoints, minutes.
            CheckpointIntervalMin checkpoint_interval_min: f64 => SOME..=1e6,
            /// Greatest stall for a checkpoint, seconds.
            CheckpointStallS checkpoint_stall_s: f64 => SOME..=1e6,
            /// Pages of the corpus.
            CorpusPages corpus_pages: u64 => 1.0..=1e15,
            /// Pages of the longest document.
            DocumentPagesMax document_pages_max: u64 => 1.0..=1e9,
            /// Chunks per page.
            ChunksPerPage chunks_per_page: f64 => SOME..=10_000.0,
            /// Dimensions of an embedding.
            EmbeddingDim embedding_dim: u64 => 1.0..=1e6,
            /// Embedding model by name.
            EmbeddingModel embedding_model: String,
            /// Sites.
            Sites sites: u64 => 1.0..=1000.0,
            /// Distance between sites, km.
            DistanceKm distance_km: f64 => SOME..=50_000.0,
            /// Availability asked for (99.99%, active_active).
            Availability availability: String,
            /// What each site must carry (full_each).
            SiteCapacity site_capacity: SiteCapacity,
            /// Where data must stay (on_premises, in_country, national).
            Sovereignty sovereignty: Sovereignty,
            /// Connections to the outside (none).
            NetworkEgress network_egress: NetworkEgress,
            /// Vendor remote access (forbidden, allowed).
            RemoteAccess remote_access: RemoteAccess,
            /// Encryption asked for.
            Encryption encryption: Encryption,
            /// Security wishes: sso, siem_logging ...
            Security security: Vec<Security>,
            /// Schedulers: slurm, kubernetes.
            Scheduler scheduler: Vec<Scheduler>,
            /// Hypervisor in place.
            Hypervisor hypervisor: String,
            /// Whether GPUs shall be sliced between users.
            Slicing slicing: bool,
            /// vGPU profile by name.
            VgpuProfile vgpu_profile: String,
            /// Graphics memory per virtual desktop, GB.
            VgpuGb vgpu_gb: f64 => SOME..=10_000.0,
            /// Virtual desktop users.
            VdiUsers vdi_users: u64 => 1.0..=1e9,
            /// Users with a whole GPU for rendering.
            RenderUsers render_users: u64 => 1.0..=1e9,
            /// Scenes or simulations running side by side.
            ScenesParallel scenes_parallel: u64 => 1.0..=1e9,
            /// Share of GPUs on inference by day.
            InferenceShareDay inference_share_day: f64 => 0.0..=1.0,
            /// Nodes after growth.
            GrowthNodeCount growth_node_count: u64 => 1.0..=1e6,
            /// GPUs after growth.
            GrowthGpuCount growth_gpu_count: u64 => 1.0..=1e6,
            /// Months until growth.
            GrowthMonths growth_months: f64 => SOME..=1200.0,
            /// A constraint in one word (no_recabling).
            Constraint constraint: String,
            /// Software wanted (none, ai_enterprise ...).
            Software software: Software,
            /// Warranty, years.
            WarrantyYears warranty_years: f64 => SOME..=30.0,
            /// Level of the warranty (onsite_nbd).
            WarrantyLevel warranty_level: WarrantyLevel,
            /// Acceptance tests.
            Acceptance acceptance: Acceptance,
            /// Weights of the evaluation, percent.
            Evaluation evaluation: Evaluation,
            /// Administrators to be trained.
            TrainingAdmins training_admins: u64 => 1.0..=1e5,
            /// Rows of the tender that were withdrawn.
            WithdrawnRows withdrawn_rows: Vec<u64>,
            /// Figures whose origin the customer asks for.
            Questioned questioned: Vec<Questioned>,
        }
    };
}
pub(super) use field_rows;
