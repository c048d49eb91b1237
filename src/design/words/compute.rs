//! Words of servers and number formats.

use super::words;

words! {
    /// Storage and arithmetic format of a model's weights.
    Precision: "precision";
    /// 64-bit floating point.
    Fp64 "fp64" "FP64" ["double", "double precision", "float64"],
    /// 32-bit floating point.
    Fp32 "fp32" "FP32" ["single", "single precision", "float32"],
    /// 19-bit arithmetic on values stored in 32 bit.
    Tf32 "tf32" "TF32" [],
    /// 16 bit with the exponent of FP32.
    Bf16 "bf16" "BF16" ["bfloat16", "brain float 16"],
    /// 16-bit floating point.
    Fp16 "fp16" "FP16" ["half", "half precision", "float16"],
    /// 8-bit floating point, any scaling recipe.
    Fp8 "fp8" "FP8" ["float8", "mxfp8", "fp8 e4m3", "e4m3"],
    /// 8-bit integer.
    Int8 "int8" "INT8" ["w8a8", "8-bit integer"],
    /// NVFP4: 4 bit with one 8-bit scale per 16 values.
    Fp4 "fp4" "FP4" ["nvfp4", "float4"],
    /// 4 bit with one 8-bit scale per 32 values.
    Mxfp4 "mxfp4" "MXFP4" [],
    /// 4-bit integer.
    Int4 "int4" "INT4" ["w4a16", "awq", "gptq", "4-bit integer"],
}

words! {
    /// Form of a server.
    FormFactor: "form factor";
    /// A server maker's node around NVIDIA's SXM baseboard.
    Hgx "HGX" "HGX" ["hgx node", "hgx baseboard", "sxm"],
    /// NVIDIA's own system.
    Dgx "DGX" "DGX" ["dgx node"],
    /// A server on NVIDIA's modular design.
    Mgx "MGX" "MGX" [],
    /// A server with PCIe cards.
    Pcie "PCIe" "PCIe" ["pcie card", "pci express", "pci-e"],
    /// NVIDIA's DGX SuperPOD.
    Superpod "DGX SuperPOD" "DGX SuperPOD" ["superpod"],
    /// NVIDIA's DGX BasePOD.
    Basepod "DGX BasePOD" "DGX BasePOD" ["basepod"],
    /// A rack sold whole.
    RackScale "rack_scale" "rack scale" ["nvl72", "rack-scale system", "oberon"],
    /// A desk-side computer.
    Workstation "workstation" "workstation" ["tower", "desk side", "deskside"],
}
