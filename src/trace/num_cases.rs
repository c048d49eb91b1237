//! Expressions over quantities: value, unit, formula, and the order of evaluation.

#![allow(clippy::unwrap_used, clippy::panic)]
use std::collections::BTreeMap;

use super::*;
use crate::{
    trace::formula::evaluate,
    units::{Gb, GbPerGpu, Gpus, GpusPerNode, Kw, KwPerNode, Nodes, NodesPerRack, Parameters, Tokens},
};

fn stated<U: Unit>(name: &'static str, value: f64) -> Num<U> {
    Traced::stated(value, &U::word(), name, "so stated").named(name)
}

/// Formula and value, the formula evaluated independently.
fn written(traced: &Traced) -> String {
    let Origin::Derived { formula, inputs, .. } = &*traced.origin else { panic!("{traced:?}") };
    let inputs: BTreeMap<&str, f64> =
        inputs.iter().map(|(name, input)| (name.as_str(), input.value)).collect();
    assert_eq!(evaluate(formula, &inputs).unwrap(), traced.value, "{formula}");
    format!("{formula} = {}", traced.words())
}

#[test]
fn an_expression_gives_value_unit_and_formula() {
    let (rack, node) = (stated::<Kw>("rack_kw", 40.0), stated::<KwPerNode>("node_kw", 10.2));
    let nodes = stated::<Nodes>("nodes", 16.0);
    assert_eq!(written(&(&nodes * &node).traced()), "nodes * node_kw = 163.2 kW");
    assert_eq!(written(&(&rack / &node).floor().traced()), "floor(rack_kw / node_kw) = 3 nodes");
    assert_eq!(
        written(&(nodes * node / (&rack - &rack * 0.1)).ceil().traced()),
        "ceil(nodes * node_kw / (rack_kw - rack_kw * 0.1)) = 5"
    );
    let (racks, each) =
        (stated::<crate::units::Racks>("racks", 4.0), stated::<NodesPerRack>("nodes_per_rack", 3.0));
    assert_eq!(written(&(&racks * &each).traced()), "racks * nodes_per_rack = 12 nodes");
    assert_eq!(
        written(&(racks * each).per(&stated::<crate::units::Racks>("racks_2", 2.0)).traced()),
        "racks * nodes_per_rack / racks_2 = 6 nodes per rack"
    );
}

#[test]
fn brackets_keep_the_order_of_evaluation() {
    let memory = stated::<Gb>("memory_gb", 1_280.0);
    let each = stated::<GbPerGpu>("gpu_gb", 80.0);
    let per_node = stated::<GpusPerNode>("gpus_per_node", 8.0);
    let nodes: Num<Nodes> = &memory / &each / &per_node;
    assert_eq!(written(&nodes.traced()), "memory_gb / gpu_gb / gpus_per_node = 2 nodes");
    let gpus: Num<Gpus> = &memory / &each + nodes * &per_node;
    assert_eq!(
        written(&gpus.max(&stated("least", 4.0)).traced()),
        "max(memory_gb / gpu_gb + memory_gb / gpu_gb / gpus_per_node * gpus_per_node, least) = 32 GPUs"
    );
    assert_eq!(
        written(&(&memory / (&each * stated::<Ratio>("usable", 0.8))).ceil().at_least(1.0).traced()),
        "max(1, ceil(memory_gb / (gpu_gb * usable))) = 20 GPUs"
    );
}

#[test]
fn numbers_of_the_formula_stand_where_they_are_written() {
    let (params, tokens) =
        (stated::<crate::units::BillionParameters>("params_b", 70.0), stated::<Tokens>("tokens", 1e12));
    let flops = (6.0 * params).converted::<Parameters>(1e9) * tokens;
    let params: &Num<crate::units::BillionParameters> = &stated("params_b", 70.0);
    assert_eq!(params.value(), 70.0);
    assert!(written(&flops.traced()).starts_with("6 * params_b * 1e9 * tokens = "));
    let gpus: Num<Gpus> = (stated::<Gpus>("gpus", 20.3) / 5.0).ceil() + 1.0;
    assert_eq!(written(&gpus.traced()), "ceil(gpus / 5) + 1 = 6 GPUs");
}

#[test]
fn a_value_a_binary_digit_off_a_whole_number_is_that_number() {
    let kw = stated::<Kw>("kw", 5.1) * 20.0;
    assert_eq!((kw.clone() / stated::<Ratio>("share", 102.0)).ceil().value(), 1.0);
    assert_eq!(kw.value(), 102.0);
    assert_eq!((stated::<Kw>("a", 0.1) + stated::<Kw>("b", 0.2)).clean().value(), 0.3);
}

#[test]
fn money_keeps_the_currency_of_its_inputs() {
    let price = Traced::stated(250.0, "EUR", "price", "250 EUR").named::<Money>("price");
    let sum = (&price + &price * 2.0).traced_in("EUR");
    assert_eq!(written(&sum), "price + price * 2 = 750 EUR");
}

#[test]
fn two_inputs_of_one_name_are_told_apart_and_an_input_alone_stays() {
    let (a, b) = (stated::<Kw>("power", 3.0), stated::<Kw>("power", 4.0));
    assert_eq!(written(&(&a + &b + &a).traced()), "power + power_2 + power = 10 kW");
    assert!(matches!(&*a.traced().origin, Origin::Stated { .. }));
}
