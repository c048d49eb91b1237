//! Published sizes asked for in a sentence: the row of the named architecture comes out.

use gpu_cluster_generator::{
    catalog::{Catalog, kinds::Cell},
    design::Reading,
    plan::plan,
    read::read,
};

/// Family, GPU, unit, and the rows: units, nodes, GPUs, leaves, spines, cores.
type Rows = (&'static str, &'static str, &'static [(u64, u64, u64, u64, u64, u64)]);

const TABLES: &[Rows] = &[
    // RA-11333-001 V11, tables 3 and 4.
    (
        "DGX SuperPOD H100 with {} nodes, InfiniBand, for training",
        "superpod-h100",
        &[
            (31, 31, 248, 8, 4, 0),
            (63, 63, 504, 16, 8, 0),
            (95, 95, 760, 24, 16, 0),
            (127, 127, 1016, 32, 16, 0),
            (256, 256, 2048, 64, 32, 0),
            (512, 512, 4096, 128, 128, 64),
            (1024, 1024, 8192, 256, 256, 128),
            (2048, 2048, 16384, 512, 512, 256),
        ],
    ),
    // RA-11334-001 V08, tables 3 and 4.
    (
        "DGX SuperPOD B200 with {} nodes for training",
        "superpod-b200",
        &[
            (31, 31, 248, 8, 4, 0),
            (63, 63, 504, 16, 8, 0),
            (64, 64, 512, 16, 8, 0),
            (95, 95, 760, 24, 16, 0),
            (127, 127, 1016, 32, 16, 0),
            (256, 256, 2048, 64, 32, 0),
            (512, 512, 4096, 128, 128, 64),
            (2048, 2048, 16384, 512, 512, 256),
        ],
    ),
    // RA-11339-001 V01, table 3.
    (
        "DGX SuperPOD B300 with {} nodes on InfiniBand for training",
        "superpod-b300-xdr",
        &[
            (72, 72, 576, 8, 4, 0),
            (144, 144, 1152, 16, 8, 0),
            (288, 288, 2304, 32, 18, 0),
            (576, 576, 4608, 64, 36, 0),
            (1296, 1296, 10368, 144, 72, 0),
        ],
    ),
    // RA-11338-001 V01: compute fabric by scalable units of 8 racks.
    (
        "DGX SuperPOD GB200: {} GB200 NVL72 racks for training",
        "superpod-gb200",
        &[
            (8, 144, 576, 32, 24, 0),
            (16, 288, 1152, 64, 48, 18),
            (32, 576, 2304, 128, 96, 36),
            (64, 1152, 4608, 256, 192, 72),
            (128, 2304, 9216, 512, 384, 144),
        ],
    ),
    (
        "{} GB200 NVL72 racks for training",
        "superpod-gb200",
        &[(8, 144, 576, 32, 24, 0), (16, 288, 1152, 64, 48, 18)],
    ),
    // NVL72 AI Factory, table 6, both planes.
    (
        "{} GB300 NVL72 racks for training",
        "2-4-5-800",
        &[(2, 36, 144, 8, 4, 0), (4, 72, 288, 16, 8, 0), (8, 144, 576, 32, 12, 0)],
    ),
];

#[test]
fn the_published_row_comes_out_of_a_sentence() {
    let catalog = Catalog::embedded();
    let (mut rows, mut misses) = (0, Vec::new());
    for (sentence, id, table) in TABLES {
        for (size, nodes, gpus, leaf, spine, core) in *table {
            let text = sentence.replace("{}", &size.to_string());
            let planned = plan(&read(&text, &catalog), &catalog);
            rows += 1;
            let found = planned.design.as_ref().and_then(|design| {
                let (compute, fabric) = (design.compute.as_ref()?, design.fabric.compute.as_ref()?);
                let name = compute.architecture_id.clone().or_else(|| compute.pattern_id.clone())?;
                let counts = (fabric.leaf_count, fabric.spine_count, fabric.core_count);
                Some((name, compute.node_count, compute.gpu_count, counts))
            });
            let wanted = Some((id.to_string(), *nodes, *gpus, (*leaf, *spine, *core)));
            if found != wanted {
                misses.push(format!("{text}: {found:?}, printed {wanted:?}"));
            }
        }
    }
    assert!(rows > 30);
    assert!(misses.is_empty(), "{} of {rows} rows differ:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn small_infiniband_takes_the_two_switches_of_basepod() {
    let catalog = Catalog::embedded();
    for (nodes, most) in [(4, 2), (8, 2), (16, 6)] {
        let text = format!("{nodes} nodes HGX H100 on InfiniBand for training");
        let planned = plan(&read(&text, &catalog), &catalog);
        let fabric = planned.design.unwrap().fabric.compute.unwrap();
        assert!(fabric.switch_count <= most, "{text}: {} switches", fabric.switch_count);
    }
}

#[test]
fn scalable_units_come_to_the_printed_nodes() {
    let catalog = Catalog::embedded();
    let (mut rows, mut misses) = (0, Vec::new());
    for table in catalog.published_tables() {
        let column = |name: &str| table.columns.iter().position(|column| column == name);
        let (Some(about), Some(sus), Some(nodes)) = (&table.about, column("sus"), column("nodes")) else {
            continue;
        };
        for row in table.rows.iter() {
            let (Cell::Count(units), Cell::Count(printed)) = (&row[sus], &row[nodes]) else { continue };
            let mut reading = Reading::default();
            reading.requirement.set("patterns", serde_json::json!([about]), "named").unwrap();
            reading.requirement.set("scalable_units", serde_json::json!(units), "units").unwrap();
            let compute = plan(&reading, &catalog).design.and_then(|design| design.compute).unwrap();
            rows += 1;
            // Two tables print some of the units: with a node given up for the fabric manager, and without.
            let spared = printed.is_multiple_of(32) && *units <= 4 && compute.node_count + 1 == *printed;
            if compute.node_count != *printed && !spared || compute.su_count != Some(*units) {
                misses.push(format!("{about}, {units} units: {}, printed {printed}", compute.node_count));
            }
        }
    }
    assert!(rows > 25, "{rows}");
    assert!(misses.is_empty(), "{misses:?}");
}
