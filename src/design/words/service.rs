//! Words of operation: software, security, sites, support, money.

use super::words;

words! {
    /// Software that gives work to nodes.
    Scheduler: "scheduler";
    /// Slurm.
    Slurm "slurm" "Slurm" [],
    /// Kubernetes, whoever packages it.
    Kubernetes "kubernetes" "Kubernetes" ["k8s", "openshift", "rke2", "rancher", "tanzu"],
    /// Run:ai on Kubernetes.
    RunAi "run_ai" "Run:ai" ["runai", "nvidia run:ai"],
    /// IBM Spectrum LSF.
    Lsf "lsf" "LSF" ["spectrum lsf", "ibm lsf"],
    /// PBS or OpenPBS.
    Pbs "pbs" "PBS" ["openpbs", "pbs pro", "torque"],
    /// HTCondor.
    HtCondor "htcondor" "HTCondor" ["condor"],
    /// Grid Engine.
    GridEngine "grid_engine" "Grid Engine" ["sge", "uge", "sun grid engine", "univa grid engine"],
    /// Nomad.
    Nomad "nomad" "Nomad" [],
    /// A toy word: this row is all a word needs.
    #[cfg(test)]
    Toy "toy" "Toy" ["plaything"],
}

words! {
    /// Software wanted with the cluster.
    Software: "software";
    /// None: the customer brings what is needed.
    None "none" "none" ["no software", "without software"],
    /// NVIDIA AI Enterprise.
    AiEnterprise "ai_enterprise" "NVIDIA AI Enterprise" ["nvaie", "nvidia ai enterprise", "nvai enterprise"],
    /// NVIDIA Mission Control.
    MissionControl "mission_control" "NVIDIA Mission Control" [],
    /// NVIDIA Base Command Manager.
    BaseCommand "base_command" "NVIDIA Base Command Manager" ["bcm", "base command manager"],
    /// NVIDIA Run:ai.
    RunAi "run_ai" "NVIDIA Run:ai" ["runai"],
    /// NVIDIA Omniverse.
    Omniverse "omniverse" "NVIDIA Omniverse" [],
    /// NVIDIA NIM.
    Nim "nim" "NVIDIA NIM" [],
    /// vLLM.
    Vllm "vllm" "vLLM" [],
    /// SGLang.
    Sglang "sglang" "SGLang" [],
    /// TensorRT-LLM.
    TensorRtLlm "tensorrt_llm" "TensorRT-LLM" ["trt-llm"],
    /// NVIDIA Dynamo.
    Dynamo "dynamo" "NVIDIA Dynamo" [],
    /// Triton.
    Triton "triton" "Triton" ["triton inference server"],
}

words! {
    /// Whether tax is part of an amount.
    Tax: "tax";
    /// The amount includes tax.
    Included "included" "tax included" ["incl", "gross", "including tax", "including vat", "with tax"],
    /// Tax comes on top.
    Excluded "excluded" "tax excluded" ["excl", "net", "excluding tax", "excluding vat", "without tax", "plus vat"],
}

words! {
    /// Where data must stay.
    Sovereignty: "sovereignty";
    /// In the customer's own rooms.
    OnPremises "on_premises" "on premises" ["on-prem", "on premise", "own hall"],
    /// In the country.
    InCountry "in_country" "in the country" [],
    /// Under national control, people and keys included.
    National "national" "under national control" [],
    /// In the European Union or another region.
    InRegion "in_region" "in the region" ["in eu", "eu", "in europe"],
}

words! {
    /// Connections to the outside.
    NetworkEgress: "network egress";
    /// None.
    None "none" "none" ["no egress", "air-gapped", "air gap", "no internet", "isolated"],
    /// Through a proxy or a list of destinations.
    Restricted "restricted" "restricted" ["proxy", "proxy only", "allow list", "limited"],
    /// Open.
    Allowed "allowed" "allowed" ["open", "yes"],
}

words! {
    /// Remote access of a vendor.
    RemoteAccess: "remote access";
    /// Not at all.
    Forbidden "forbidden" "forbidden" ["none", "no", "not allowed", "prohibited"],
    /// With supervision, from case to case.
    Supervised "supervised" "supervised" ["on request", "escorted", "case by case"],
    /// Yes.
    Allowed "allowed" "allowed" ["yes", "permitted"],
}

words! {
    /// Encryption asked for.
    Encryption: "encryption";
    /// Of stored data.
    AtRest "at_rest" "at rest" ["data at rest", "disk encryption", "self-encrypting drives"],
    /// Of data on the network.
    InTransit "in_transit" "in transit" ["data in transit", "in flight", "tls", "macsec"],
    /// With keys the customer keeps.
    CustomerKeys "customer_keys" "with the customer's keys" ["byok", "hyok", "own keys"],
    /// With keys under national control.
    NationalKeys "national_keys" "with keys under national control" [],
    /// Of data in use: confidential computing.
    InUse "in_use" "in use" ["confidential computing", "tee"],
}

words! {
    /// Security wishes.
    Security: "security wish";
    /// Single sign-on.
    Sso "sso" "single sign-on" ["saml", "oidc", "ldap", "active directory"],
    /// Logs sent to a security information system.
    SiemLogging "siem_logging" "SIEM logging" ["siem", "audit logging", "audit log"],
    /// More than one factor to sign in.
    Mfa "mfa" "multi-factor authentication" ["2fa", "two-factor authentication"],
    /// Access by role.
    Rbac "rbac" "role-based access" ["role-based access control"],
    /// Tenants kept apart.
    TenantIsolation "tenant_isolation" "tenant isolation" ["multi-tenancy", "multi-tenant", "multitenancy"],
    /// Boot of signed software alone.
    SecureBoot "secure_boot" "secure boot" ["attestation", "measured boot"],
}

words! {
    /// What each of several sites must carry.
    SiteCapacity: "site capacity";
    /// Each site the whole load.
    FullEach "full_each" "the whole load at each site" ["full", "full load each"],
    /// The load divided between the sites.
    Shared "shared" "the load shared between sites" ["split", "half each"],
}

words! {
    /// Level of a warranty.
    WarrantyLevel: "warranty level";
    /// On site, next business day.
    OnsiteNextDay "onsite_nbd" "on site, next business day" ["nbd onsite", "on site nbd", "next business day on site"],
    /// On site, within four hours.
    OnsiteFourHours "onsite_4h" "on site, 4 hours" ["4h onsite", "4 hours on site", "mission critical", "24x7x4"],
    /// On site, no time stated.
    Onsite "onsite" "on site" ["on-site service"],
    /// Next business day, place not stated.
    NextDay "nbd" "next business day" [],
    /// Parts sent, the customer changes them.
    Parts "parts" "parts only" ["return to base", "advance replacement"],
}
