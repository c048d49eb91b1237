//! Pools and sites: every part is planned whole for what it must meet by itself, and the totals are the sums.

use super::{Headline, Planned, PlannedAlternative, whole};
use crate::{
    catalog::Catalog,
    design::{
        Alternative, Assumption, Bom, BomLine, Design, Fabrics, OpenQuestion, Part, PartAsked, PartTotals,
        Parts, Reading, RuleId, Severity, SiteLink, Split,
    },
    trace::{
        FindingDraft, Origin, Trace, Traced,
        record::{Record, formula_name, sum},
        reroot::Reroot,
    },
};

/// Most other ways of an answer.
const ALTERNATIVES: usize = 3;

/// The plan of all parts; none where the cluster is one, or where a part of it has no size of its own.
pub(super) fn plan(reading: &Reading, catalog: &Catalog) -> Option<Planned> {
    let split = reading.requirement.split()?;
    let plans: Option<Vec<(&PartAsked, Planned)>> = split
        .parts
        .iter()
        .map(|asked| {
            let own = Reading { requirement: asked.requirement.clone(), ..reading.clone() };
            let planned = whole(&own, catalog);
            planned.design.as_ref().is_some_and(|design| design.compute.is_some()).then_some((asked, planned))
        })
        .collect();
    Some(together(reading, &split, plans?))
}

/// One plan of the parts.
fn together(reading: &Reading, split: &Split, plans: Vec<(&PartAsked, Planned)>) -> Planned {
    let mut trace = Trace::default();
    let mut list: Vec<Part> = Vec::new();
    let mut heads: Vec<Headline> = Vec::new();
    let mut all = Collected::default();
    for (index, (asked, planned)) in plans.into_iter().enumerate() {
        let mut reroot = Reroot::new(index, &asked.name, Some(asked));
        trace.extend(reroot.trace(&planned.trace));
        all.take(asked, planned.findings, planned.assumptions, planned.open_questions, &mut reroot);
        all.offer(asked, planned.alternatives, &mut reroot);
        all.material |= planned.material;
        all.size_unknown |= planned.size_unknown;
        let mut traced = |number: Option<Traced>| number.map(|number| reroot.traced(&number));
        let head = Headline {
            nodes: traced(planned.headline.nodes),
            gpus: traced(planned.headline.gpus),
            racks: traced(planned.headline.racks),
            it_kw: traced(planned.headline.it_kw),
            purchase_high: traced(planned.headline.purchase_high),
        };
        if let Some(design) = planned.design {
            let row = Record::new(&mut trace, format!("/design/parts/list/{index}"));
            list.extend(part(asked, design, &head, index, row));
        }
        heads.push(head);
    }
    let headline = summed(&list, &heads);
    let fabrics = all.fabrics(&list);
    for (field, reason) in &split.understood {
        all.assume(
            field.name(),
            "as understood",
            reason,
            "each part is sized and checked with its own value",
        );
    }
    let totals = totals(&list, &headline, &mut trace);
    let site_link = link(reading, &list, &mut trace);
    if let Some(link) = &site_link {
        all.findings.push(FindingDraft::note(
            RuleId::NotCovered,
            Severity::Info,
            format!("the link between {} is {}", link.between.join(", "), link.provided_by),
        ));
    }
    let bom = bill(&list, &mut trace);
    let parts =
        Parts { list, totals, each_site_carries_all: split.each_site_carries_all, fabrics, site_link };
    let design = Design {
        schema: "gcg/design/1".into(),
        compute: None,
        fabric: Fabrics::default(),
        support: Vec::new(),
        performance: None,
        storage: None,
        facility: None,
        software: Vec::new(),
        bom,
        cost: None,
        extension: None,
        parts: Some(parts),
    };
    Planned {
        assumptions: all.assumptions,
        open_questions: all.questions,
        design: Some(design),
        headline,
        findings: all.findings,
        alternatives: all.alternatives,
        trace,
        material: all.material,
        size_unknown: all.size_unknown,
    }
}

/// What the parts say besides their designs.
#[derive(Default)]
struct Collected {
    findings: Vec<FindingDraft>,
    assumptions: Vec<Assumption>,
    questions: Vec<OpenQuestion>,
    alternatives: Vec<PlannedAlternative>,
    material: bool,
    size_unknown: bool,
}

impl Collected {
    fn take(
        &mut self,
        asked: &PartAsked,
        findings: Vec<FindingDraft>,
        assumptions: Vec<Assumption>,
        questions: Vec<OpenQuestion>,
        reroot: &mut Reroot<'_>,
    ) {
        self.findings.extend(findings.into_iter().map(|finding| reroot.finding(finding)));
        for assumption in assumptions {
            let same =
                |known: &Assumption| known.field == assumption.field && known.value == assumption.value;
            let known = self
                .assumptions
                .iter_mut()
                .find(|known| same(known) && known.reason.ends_with(assumption.reason.as_str()));
            match known {
                Some(known) => {
                    let others = known.reason.strip_suffix(assumption.reason.as_str()).unwrap_or_default();
                    let names = others.trim_end_matches(": ");
                    known.reason = format!("{names} and {}: {}", asked.name, assumption.reason);
                }
                None => {
                    let reason = format!("{}: {}", asked.name, assumption.reason);
                    self.assumptions.push(Assumption { reason, ..assumption });
                }
            }
        }
        for question in questions {
            if !self.questions.iter().any(|known| known.field == question.field) {
                self.questions.push(question);
            }
        }
    }

    /// The first other way of each part, as far as there is room.
    fn offer(&mut self, asked: &PartAsked, offers: Vec<PlannedAlternative>, reroot: &mut Reroot<'_>) {
        let Some(first) = offers.into_iter().next() else { return };
        if self.alternatives.len() >= ALTERNATIVES {
            return;
        }
        let mut traced = |number: Option<Traced>| number.map(|number| reroot.traced(&number));
        let title = format!("{}: {}", asked.name, first.alternative.title);
        self.alternatives.push(PlannedAlternative {
            node_count: traced(first.node_count),
            gpu_count: traced(first.gpu_count),
            power_kw: traced(first.power_kw),
            alternative: Alternative { title, ..first.alternative },
        });
    }

    fn assume(&mut self, field: &str, value: &str, reason: &str, effect: &str) {
        self.material = true;
        self.assumptions.push(Assumption {
            field: field.into(),
            value: value.into(),
            reason: reason.into(),
            effect_if_wrong: effect.into(),
            cases: Vec::new(),
        });
    }

    /// Which fabrics are assumed between the parts.
    fn fabrics(&mut self, list: &[Part]) -> String {
        let form = |part: &Part| {
            let compute = part.design.compute.as_ref();
            let fabric = part.design.fabric.compute.as_ref();
            (
                compute.and_then(|compute| compute.system_id.clone()),
                compute.map(|compute| compute.gpu_id.clone()),
                fabric.and_then(|fabric| fabric.link_gbps).map(|gbps| gbps as u64),
            )
        };
        let several_sites = list.iter().any(|part| part.site != list[0].site);
        let alike = list.iter().all(|part| form(part) == form(&list[0]));
        let (reason, effect) = if several_sites {
            (
                "each part has switches of its own; no fabric spans two sites",
                "a job that is to span sites runs at the rate and delay of the link between them",
            )
        } else if alike {
            (
                "each pool has a compute fabric of its own, although their nodes and rates are equal",
                "one shared fabric lets a job span the pools and may need fewer switches",
            )
        } else {
            (
                "each pool has a compute fabric of its own, because their servers or rates differ",
                "one shared fabric would run at the rate of the slower pool",
            )
        };
        self.assume("parts", "separate fabrics", reason, effect);
        reason.into()
    }
}

/// One row of the parts.
fn part(
    asked: &PartAsked,
    design: Design,
    head: &Headline,
    index: usize,
    mut row: Record<'_>,
) -> Option<Part> {
    let compute = design.compute.as_ref()?;
    let cost = design.cost.as_ref();
    let of_cost = |key: &str, value: f64, currency: &str| {
        Traced::new(value, currency, Origin::Pointer(format!("/design/parts/list/{index}/design/cost/{key}")))
    };
    let low = cost.map(|cost| of_cost("priced_low", cost.priced_low, &cost.currency));
    let high = cost.map(|cost| of_cost("priced_high", cost.priced_high, &cost.currency));
    Some(Part {
        name: asked.name.clone(),
        kind: asked.kind,
        site: asked.site.clone(),
        gpu_name: compute.gpu_name.clone(),
        gpu_count: row.count("gpu_count", head.gpus.as_ref()?),
        node_count: row.count("node_count", head.nodes.as_ref()?),
        server: compute.system_id.clone(),
        rack_count: head.racks.as_ref().map(|racks| row.count("rack_count", racks)),
        it_power_kw: row.maybe("it_power_kw", head.it_kw.as_ref()),
        currency: cost.map(|cost| cost.currency.clone()),
        priced_low: row.maybe("priced_low", low.as_ref()),
        priced_high: row.maybe("priced_high", high.as_ref()),
        check: None,
        design: Box::new(design),
    })
}

/// The sum of a number of the parts, as it stands in their rows; none while one lacks it.
fn over(list: &[Part], key: &str, unit: &str, of: impl Fn(&Part) -> Option<f64>) -> Option<Traced> {
    let numbers: Option<Vec<(String, Traced)>> = list
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let at = Origin::Pointer(format!("/design/parts/list/{index}/{key}"));
            let name = formula_name(&format!("{} {}", part.name, index + 1));
            Some((name, Traced::new(of(part)?, unit, at)))
        })
        .collect();
    sum(unit, &numbers?)
}

/// The numbers of the whole.
fn summed(list: &[Part], heads: &[Headline]) -> Headline {
    let purchase: Option<Vec<(String, Traced)>> = heads
        .iter()
        .enumerate()
        .map(|(index, head)| Some((format!("part_{}", index + 1), head.purchase_high.clone()?)))
        .collect();
    let one_currency = list.iter().all(|part| part.currency == list[0].currency);
    let currency = list.first().and_then(|part| part.currency.clone()).unwrap_or_default();
    Headline {
        nodes: over(list, "node_count", "nodes", |part| Some(part.node_count as f64)),
        gpus: over(list, "gpu_count", "GPUs", |part| Some(part.gpu_count as f64)),
        racks: over(list, "rack_count", "racks", |part| part.rack_count.map(|racks| racks as f64)),
        it_kw: over(list, "it_power_kw", "kW", |part| part.it_power_kw),
        purchase_high: purchase.filter(|_| one_currency).and_then(|all| sum(&currency, &all)),
    }
}

fn totals(list: &[Part], headline: &Headline, trace: &mut Trace) -> PartTotals {
    let mut sites: Vec<&str> = list.iter().filter_map(|part| part.site.as_deref()).collect();
    sites.dedup();
    sites.sort_unstable();
    sites.dedup();
    let sites =
        Traced::constant(sites.len().max(1) as f64, "sites", "sites of the parts", "parts of the design");
    let one_currency = list.iter().all(|part| part.currency == list[0].currency);
    let currency = list.first().and_then(|part| part.currency.clone()).filter(|_| one_currency);
    let priced = |key: &str, of: fn(&Part) -> Option<f64>| {
        currency.as_ref().and_then(|currency| over(list, key, currency, of))
    };
    let low = priced("priced_low", |part| part.priced_low);
    let high = priced("priced_high", |part| part.priced_high);
    let mut row = Record::new(trace, "/design/parts/totals");
    PartTotals {
        site_count: row.count("site_count", &sites),
        node_count: headline.nodes.as_ref().map_or(0, |nodes| row.count("node_count", nodes)),
        gpu_count: headline.gpus.as_ref().map_or(0, |gpus| row.count("gpu_count", gpus)),
        rack_count: headline.racks.as_ref().map(|racks| row.count("rack_count", racks)),
        it_power_kw: row.maybe("it_power_kw", headline.it_kw.as_ref()),
        currency,
        priced_low: row.maybe("priced_low", low.as_ref()),
        priced_high: row.maybe("priced_high", high.as_ref()),
    }
}

/// The link between the sites, to be provided by others.
fn link(reading: &Reading, list: &[Part], trace: &mut Trace) -> Option<SiteLink> {
    let mut between: Vec<String> = Vec::new();
    for site in list.iter().filter_map(|part| part.site.as_ref()) {
        if !between.contains(site) {
            between.push(site.clone());
        }
    }
    if between.len() < 2 {
        return None;
    }
    let stated = reading.requirement.distance_km.as_ref();
    let distance_km = stated.map(|stated| {
        let distance = Traced::stated(stated.value, "km", "distance_km", &stated.quote);
        trace.put("/design/parts/site_link/distance_km", distance)
    });
    let open = if distance_km.is_some() { "its rate and paths" } else { "its distance, rate and paths" };
    let provided_by = format!(
        "to be provided by others: {open} are to be settled with the carrier, and what is replicated over it with the storage vendor"
    );
    Some(SiteLink { between, distance_km, provided_by })
}

/// The bill of all parts: lines of the same part are added.
fn bill(list: &[Part], trace: &mut Trace) -> Option<Bom> {
    let mut lines: Vec<(BomLine, Vec<(String, Traced)>)> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for (index, part) in list.iter().enumerate() {
        let bom = part.design.bom.as_ref()?;
        for one in &bom.missing {
            let of_part = format!("{}: {one}", part.name);
            if !missing.contains(&of_part) {
                missing.push(of_part);
            }
        }
        for (place, line) in bom.lines.iter().enumerate() {
            let at = Origin::Pointer(format!("/design/parts/list/{index}/design/bom/lines/{place}/quantity"));
            let number = Traced::new(line.quantity as f64, &line.unit, at);
            let name = formula_name(&format!("{} {}", part.name, index + 1));
            let same = |known: &BomLine| {
                (&known.group, &known.unit, &known.part_id, &known.part_number)
                    == (&line.group, &line.unit, &line.part_id, &line.part_number)
                    && (line.part_id.is_some() || known.item == line.item)
                    && (known.id == line.id || line.part_id.is_some())
            };
            // Of the same part, a line of another purpose of the same pool stays a line of its own.
            let known = lines
                .iter_mut()
                .find(|(known, from)| same(known) && from.iter().all(|(other, _)| *other != name));
            match known {
                Some((known, numbers)) => {
                    known.confidence = known.confidence.max(line.confidence);
                    numbers.push((name, number));
                }
                None => lines.push((line.clone(), vec![(name, number)])),
            }
        }
    }
    let mut taken: Vec<String> = Vec::new();
    let mut done = Vec::new();
    for (mut line, numbers) in lines {
        let Some(quantity) = sum(&line.unit, &numbers) else { continue };
        let base = line.id.clone();
        let mut next = 2;
        while taken.contains(&line.id) {
            line.id = format!("{base}-{next}");
            next += 1;
        }
        taken.push(line.id.clone());
        let terms: Vec<String> =
            numbers.iter().map(|(name, number)| format!("{name} ({})", number.count())).collect();
        line.formula = terms.join(" + ");
        line.quantity =
            Record::new(trace, format!("/design/bom/lines/{}", done.len())).count("quantity", &quantity);
        done.push(line);
    }
    let unknown = done.iter().filter(|line| line.part_id.is_none()).count();
    let count =
        Traced::constant(unknown as f64, "lines", "lines whose part is not known", "bill of materials");
    let unknown_part_count = Record::new(trace, "/design/bom").count("unknown_part_count", &count);
    let quotable = list.iter().all(|part| part.design.bom.as_ref().is_some_and(|bom| bom.quotable));
    Some(Bom { lines: done, unknown_part_count, quotable, missing })
}
