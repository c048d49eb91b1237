//! Pools and sites: each part is what it is when it is planned by itself, and the totals are the sums over the parts.

use std::collections::BTreeMap;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::Planner,
    design::{CoverageStatus, Design, Field, Outcome, Plain, Reading, Scope, Statement},
    plan::plan,
    tools,
};
use proptest::prelude::*;

fn statement(field: Field, value: impl Into<Plain>, scope: Scope) -> Statement {
    Statement { scope, ..Statement::new(field, value, "as said") }
}

fn reading(statements: Vec<Statement>) -> Reading {
    let requirement = gpu_cluster_generator::design::Requirement::fold(&statements, &[], &[]);
    Reading { statements, requirement, ..Reading::default() }
}

fn names(list: &[&str]) -> Plain {
    Plain::List(list.iter().map(|name| Plain::Text((*name).to_string())).collect())
}

fn bill(design: &Design) -> BTreeMap<(String, Option<String>), u64> {
    let mut all = BTreeMap::new();
    for line in &design.bom.as_ref().unwrap().lines {
        *all.entry((line.item.clone(), line.part_id.clone())).or_insert(0) += line.quantity;
    }
    all
}

fn pieces(design: &Design) -> u64 {
    bill(design).values().sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn pools_add_up_and_each_is_planned_as_if_alone(
        train in 4_u64..=32, serve in 4_u64..=24, gpu in prop::sample::select(vec!["H100", "H200", "B200"]),
    ) {
        let catalog = Catalog::embedded();
        let pool = |name: &str| Scope::Pool(name.into());
        let said = reading(vec![
            statement(Field::NodeCount, train as f64, pool("train")),
            statement(Field::GpuModels, names(&[gpu]), pool("train")),
            statement(Field::NodeCount, serve as f64, pool("serve")),
            statement(Field::GpuModels, names(&["L40S"]), pool("serve")),
            statement(Field::GpusPerNode, 4.0, pool("serve")),
        ]);
        let design = plan(&said, &catalog).design.unwrap();
        let parts = design.parts.as_ref().unwrap();
        prop_assert_eq!(parts.list.len(), 2);
        prop_assert_eq!(parts.totals.node_count, train + serve);
        prop_assert_eq!(parts.totals.gpu_count, parts.list.iter().map(|part| part.gpu_count).sum::<u64>());
        let racks: Option<u64> = parts.list.iter().map(|part| part.rack_count).sum();
        prop_assert_eq!(parts.totals.rack_count, racks);
        let power: f64 = parts.list.iter().map(|part| part.it_power_kw.unwrap()).sum();
        prop_assert!((parts.totals.it_power_kw.unwrap() - power).abs() < 1e-6);
        prop_assert_eq!(pieces(&design), parts.list.iter().map(|part| pieces(&part.design)).sum::<u64>());
        let alone = reading(vec![
            statement(Field::NodeCount, train as f64, Scope::New),
            statement(Field::GpuModels, names(&[gpu]), Scope::New),
        ]);
        prop_assert_eq!(&*parts.list[0].design, &plan(&alone, &catalog).design.unwrap());
        let answer = tools::plan::answer(&catalog, &said, Planner::none()).unwrap();
        prop_assert!(answer.document().coverage.iter().all(|row| row.status != CoverageStatus::NotMet));
    }

    #[test]
    fn nodes_are_dealt_out_over_the_sites_without_a_rest(nodes in 8_u64..=64, sites in 2_u64..=4) {
        let catalog = Catalog::embedded();
        let said = reading(vec![
            statement(Field::NodeCount, nodes as f64, Scope::New),
            statement(Field::GpuModels, names(&["H200"]), Scope::New),
            statement(Field::Sites, sites as f64, Scope::New),
        ]);
        let answer = tools::plan::answer(&catalog, &said, Planner::none()).unwrap();
        let parts = answer.document().design.as_ref().unwrap().parts.clone().unwrap();
        prop_assert_eq!((parts.totals.site_count, parts.totals.node_count), (sites, nodes));
        let counts: Vec<u64> = parts.list.iter().map(|part| part.node_count).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        prop_assert!(most - least <= 1, "{:?}", counts);
    }
}

fn asked(text: &str) -> gpu_cluster_generator::check::AnswerDocument {
    let catalog = Catalog::embedded();
    let reading = gpu_cluster_generator::read::read(text, &catalog);
    tools::plan::answer(&catalog, &reading, Planner::none()).unwrap().into_document(false)
}

#[test]
fn two_kinds_of_nodes_are_two_pools() {
    let answer = asked("Please design 4 training nodes of 8 H200 and 9 inference nodes of 4 L40S");
    let parts = answer.design.unwrap().parts.unwrap();
    let row = |index: usize| {
        (parts.list[index].name.as_str(), parts.list[index].node_count, parts.list[index].gpu_count)
    };
    assert_eq!((row(0), row(1)), (("training", 4, 32), ("inference", 9, 36)));
    assert_ne!(answer.outcome, Outcome::Infeasible);
    for field in ["training_nodes", "inference_nodes", "inference_gpus_per_node"] {
        let covered = answer.coverage.iter().find(|row| row.field == field).unwrap();
        assert!(covered.status == CoverageStatus::Met && !covered.evidence.is_empty(), "{covered:?}");
    }
}

#[test]
fn each_of_two_sites_carries_the_whole_load_where_that_is_said() {
    let answer = asked("Design two data centres, each to carry full load, 64 H200 GPUs for training");
    let parts = answer.design.unwrap().parts.unwrap();
    assert!(parts.each_site_carries_all && parts.site_link.is_some());
    assert_eq!(parts.list.iter().map(|part| part.gpu_count).collect::<Vec<_>>(), [64, 64]);
    assert_ne!(answer.outcome, Outcome::Infeasible);
}

/// A proposal tells of each pool by itself, its first page of both, and each has cabling of its own.
#[test]
fn pools_are_proposed_and_exported_one_by_one() {
    use crate::{draft::folder, harness::Run};
    let folder = folder("pools");
    let text = "Please design 4 training nodes of 8 H200 and 9 inference nodes of 4 L40S, 40 kW per rack";
    let answer = Run::new(&["ask", "--provider", "offline", "--file", "-"]).stdin(text).output();
    std::fs::write(folder.join("answer.json"), &answer.stdout).unwrap();
    let run = |arguments: &[&str]| Run::new(arguments).directory(&folder).output();
    run(&["draft", "answer.json", "--format", "md,html", "--out", "."]);
    let proposal = std::fs::read_to_string(folder.join("proposal.md")).unwrap();
    assert!(proposal.contains("# 32 H200 SXM 141GB + 36 L40S GPUs fill"), "{proposal}");
    for chapter in ["Network and cabling", "Racks, power and cooling"] {
        let (_, after) = proposal.split_once(&format!("{chapter}\n")).unwrap();
        let after = after.split("\n## ").next().unwrap();
        assert!(after.contains("### Training") && after.contains("### Inference"), "{chapter}: {after}");
    }
    let whole = run(&["export", "answer.json", "--format", "cables"]);
    assert!(whole.stdout.contains("--part \\\"training\\\""), "{}", whole.stdout);
    let lines = |part: &str| {
        let table = run(&["export", "answer.json", "--format", "cables", "--part", part]).stdout;
        assert!(table.starts_with("a_device,"), "{table}");
        table.lines().count()
    };
    assert!(lines("Training") > 40 && lines("inference") > 40);
    std::fs::remove_dir_all(folder).unwrap();
}
