//! Statements against a cluster of several parts: a need of one part against that part's design, a count or a limit of the
//! whole against the sums, and what is shared against every part that must meet it.

use super::{
    by_field, graver,
    judged::{Judged, Scene, number, range, words_of},
    load, scope,
};
use crate::{
    design::{
        CoverageStatus, Field, Part, PartAsked, Parts, Plain, RuleId, Scope, Severity, Split, Statement,
        words::SiteCapacity,
    },
    trace::{FindingDraft, Trace, reroot},
};

/// One part, prepared to be judged by itself.
struct Room {
    asked: Option<PartAsked>,
    findings: Vec<FindingDraft>,
    trace: Trace,
}

/// All parts, prepared once for all statements.
pub(super) struct Rooms<'a> {
    scene: &'a Scene<'a>,
    parts: &'a Parts,
    rooms: Vec<Room>,
}

impl<'a> Rooms<'a> {
    /// The parts of a design; none where the cluster is one.
    pub fn of(scene: &'a Scene<'a>) -> Option<Self> {
        let parts = scene.design.parts.as_ref()?;
        let split = scene.requirement.split();
        let asked = |name: &str| {
            let Split { parts, .. } = split.as_ref()?;
            parts.iter().find(|part| part.name == name).cloned()
        };
        let rooms = parts.list.iter().enumerate().map(|(index, part)| {
            let place = reroot::place(index);
            // Findings of other parts leave an empty place, so that a place in the answer stays what it is.
            let own = |finding: &FindingDraft| {
                let of_part = finding.at.as_deref().is_none_or(|at| {
                    at.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                        || !at.starts_with("/design/parts/list/")
                });
                if of_part {
                    finding.clone()
                } else {
                    FindingDraft::note(RuleId::Figure, Severity::Info, "of another part")
                }
            };
            Room {
                asked: asked(&part.name),
                findings: scene.findings.iter().map(own).collect(),
                trace: reroot::of_part(scene.trace, index),
            }
        });
        Some(Self { scene, parts, rooms: rooms.collect() })
    }

    /// The verdict on one statement.
    pub fn judge(&self, statement: &Statement) -> Judged {
        match &statement.scope {
            Scope::Existing => scope::existing(self.scene, statement),
            Scope::Option => scope::option(self.scene, statement),
            Scope::Later => Judged::not_judged("comes later; how it divides over the parts is not said"),
            Scope::Pool(name) | Scope::Site(name) => {
                match self.parts.list.iter().position(|part| part.name == *name) {
                    Some(index) => self.in_part(index, statement),
                    None => Judged::not_judged(format!(
                        "the design has no part named {name}: it has no size of its own"
                    )),
                }
            }
            Scope::New => self.whole(statement),
        }
    }

    fn all(&self) -> Vec<usize> {
        (0..self.parts.list.len()).collect()
    }

    /// The parts a value of the whole was handed on to under the name of its field.
    fn sourced(&self, field: Field) -> Vec<usize> {
        self.which(|asked| asked.shares.iter().any(|share| share.source == field))
    }

    /// The parts that must meet a field by itself.
    fn carriers(&self, field: Field) -> Vec<usize> {
        self.which(|asked| {
            let renamed = asked.shares.iter().any(|share| share.field == field && share.source != field);
            let stated = asked.requirement.stated();
            !renamed && stated.iter().any(|(name, ..)| name == field.name())
        })
    }

    fn which(&self, holds: impl Fn(&PartAsked) -> bool) -> Vec<usize> {
        let rooms = self.rooms.iter().enumerate();
        rooms.filter(|(_, room)| room.asked.as_ref().is_some_and(&holds)).map(|(index, _)| index).collect()
    }

    fn whole(&self, statement: &Statement) -> Judged {
        let parts = self.parts;
        match statement.field {
            Field::Sites => number(
                statement,
                Some(parts.totals.site_count as f64),
                "sites",
                "/design/parts/totals/site_count",
                "no sites are planned",
            ),
            Field::SiteCapacity => {
                self.capacity(words_of(&statement.value).iter().any(|word| {
                    word.parse::<SiteCapacity>().is_ok_and(|word| word == SiteCapacity::FullEach)
                }))
            }
            Field::Availability if words_of(&statement.value).iter().any(|word| word.contains("active")) => {
                self.capacity(true).if_only(
                    "each site carries the load; replication and switching over are the software's to show",
                )
            }
            Field::DistanceKm => Judged::not_judged(
                "the link between the sites is named with this distance and is to be provided by others",
            ),
            Field::TrainingNodes | Field::InferenceNodes => {
                self.counted(statement, &self.sourced(statement.field), "nodes", "node_count", |index| {
                    Some(parts.list[index].node_count as f64)
                })
            }
            Field::TrainingGpusPerNode | Field::InferenceGpusPerNode => {
                let own = Statement { field: Field::GpusPerNode, ..statement.clone() };
                self.worst(&self.sourced(statement.field), |index| self.in_part(index, &own))
            }
            Field::NodeCount => {
                let own = self.carriers(Field::NodeCount);
                let members =
                    if own.is_empty() || self.is_shared(Field::NodeCount) { self.all() } else { own };
                self.counted(statement, &members, "nodes", "node_count", |index| {
                    Some(parts.list[index].node_count as f64)
                })
            }
            Field::GpuCount | Field::GpuCountMin => self.gpus(statement),
            Field::RacksAvailable => self.counted(statement, &self.all(), "racks", "rack_count", |index| {
                parts.list[index].rack_count.map(|racks| racks as f64)
            }),
            Field::PowerTotalKw => {
                self.counted(statement, &self.all(), "kW of IT power", "it_power_kw", |index| {
                    parts.list[index].it_power_kw
                })
            }
            Field::BudgetAmount => self.budget(statement),
            Field::BudgetCurrency => match &parts.totals.currency {
                Some(currency) => Judged::whether(
                    words_of(&statement.value).iter().any(|word| word.eq_ignore_ascii_case(currency)),
                    currency,
                    "/design/parts/totals/currency",
                    format!("the design is priced in {currency}"),
                ),
                None => Judged::not_judged("the parts are not all priced in one currency"),
            },
            Field::GpuModels
            | Field::ServerModels
            | Field::FormFactor
            | Field::Patterns
            | Field::Workload
                if !statement.negated =>
            {
                self.each_named(statement)
            }
            field => {
                let carriers = self.carriers(field);
                let members = if carriers.is_empty() && (statement.negated || field == Field::Other) {
                    self.all()
                } else {
                    carriers
                };
                self.worst(&members, |index| self.in_part(index, statement))
            }
        }
    }

    /// Whether a value of the whole was divided over the parts or stands at each of them.
    fn is_shared(&self, field: Field) -> bool {
        self.carriers(field).len() == self.parts.list.len()
    }

    /// A statement against the design of one part; a value that was divided, against the part's share.
    fn in_part(&self, index: usize, statement: &Statement) -> Judged {
        let (room, part) = (&self.rooms[index], &self.parts.list[index]);
        let requirement = room.asked.as_ref().map_or(self.scene.requirement, |asked| &asked.requirement);
        let scene = Scene {
            design: &part.design,
            requirement,
            findings: &room.findings,
            trace: &room.trace,
            ..*self.scene
        };
        let shares = room.asked.iter().flat_map(|asked| &asked.shares);
        let share =
            shares.into_iter().find(|share| share.source == statement.field && share.divided.is_some());
        let own = Statement {
            scope: Scope::New,
            value: share.map_or_else(|| statement.value.clone(), |share| Plain::Number(share.value)),
            ..statement.clone()
        };
        let judged = by_field(&scene, &own);
        let judged = match load::bound_of_a_finding(&scene, &own) {
            Some(found) if found.status == CoverageStatus::NotMet || graver(found.status, judged.status) => {
                found
            }
            _ => judged,
        };
        let place = reroot::place(index);
        let moved = |pointer: String| match pointer.strip_prefix("/design") {
            Some(rest) => format!("{place}{rest}"),
            None => pointer,
        };
        Judged {
            found: judged.found.map(|found| format!("{}: {found}", part.name)),
            evidence: judged.evidence.into_iter().map(moved).collect(),
            ..judged
        }
    }

    /// The gravest verdict of the parts.
    fn worst(&self, members: &[usize], judge: impl Fn(usize) -> Judged) -> Judged {
        let all = members.iter().map(|index| judge(*index));
        all.min_by_key(|judged| rank(judged.status))
            .unwrap_or_else(|| Judged::not_judged("no part of the design is held to it"))
    }

    /// Every name that is asked for, by the part that has it.
    fn each_named(&self, statement: &Statement) -> Judged {
        let names = match &statement.value {
            Plain::List(names) if !names.is_empty() => names.clone(),
            one => vec![one.clone()],
        };
        let of_one = |name: &Plain| {
            let one = Statement { value: Plain::List(vec![name.clone()]), ..statement.clone() };
            let holds = |asked: &PartAsked| {
                let stated = asked.requirement.stated();
                let own = stated.iter().find(|(field, ..)| field == statement.field.name());
                own.is_some_and(|(_, value, _)| {
                    let value = Plain::from_json(value);
                    words_of(&value).iter().any(|word| words_of(name).contains(word))
                })
            };
            let named = self.which(holds);
            let members = if named.is_empty() { self.all() } else { named };
            let all = members.into_iter().map(|index| self.in_part(index, &one));
            all.rev()
                .max_by_key(|judged| rank(judged.status))
                .unwrap_or_else(|| Judged::not_judged("the design has no part"))
        };
        let by_name: Vec<Judged> = names.iter().map(of_one).collect();
        let places: Vec<usize> = (0..by_name.len()).collect();
        self.worst(&places, |index| by_name[index].clone())
    }

    /// A count against the sum of the parts; where each site carries the whole load, against every site.
    fn counted(
        &self,
        statement: &Statement,
        members: &[usize],
        unit: &str,
        key: &str,
        of: impl Fn(usize) -> Option<f64>,
    ) -> Judged {
        let missing = "a part of the design has no such number";
        let sum = |members: &[usize]| members.iter().map(|index| of(*index)).sum::<Option<f64>>();
        let places = |members: &[usize]| -> Vec<String> {
            members.iter().map(|index| format!("/design/parts/list/{index}/{key}")).collect()
        };
        if members.is_empty() {
            return Judged::not_judged("no part of the design is held to it");
        }
        let sites = self.parts.sites();
        if self.parts.each_site_carries_all && sites.len() > 1 {
            let at = |site: usize| -> Vec<usize> {
                let name = Some(sites[site]);
                members
                    .iter()
                    .copied()
                    .filter(|index| self.parts.list[*index].site.as_deref() == name)
                    .collect()
            };
            let of_sites: Vec<usize> = (0..sites.len()).collect();
            return self.worst(&of_sites, |site| {
                let own = at(site);
                let judged = number(statement, sum(&own), unit, "", missing);
                Judged {
                    found: judged.found.map(|found| format!("{}: {found}", sites[site])),
                    evidence: if judged.evidence.is_empty() { Vec::new() } else { places(&own) },
                    ..judged
                }
            });
        }
        let whole = members.len() == self.parts.list.len();
        let judged = number(statement, sum(members), unit, &format!("/design/parts/totals/{key}"), missing);
        if whole || judged.evidence.is_empty() {
            return judged;
        }
        Judged { evidence: places(members), ..judged }
    }

    /// GPUs; servers are bought whole, so a few more than were asked for is a part of the truth.
    fn gpus(&self, statement: &Statement) -> Judged {
        let judged = self.counted(statement, &self.all(), "GPUs", "gpu_count", |index| {
            Some(self.parts.list[index].gpu_count as f64)
        });
        let filled = range(&statement.value).is_some_and(|(low, _)| {
            let over = self.parts.totals.gpu_count as f64 - low;
            let room: u64 = self
                .parts
                .list
                .iter()
                .filter_map(|part| part.design.compute.as_ref())
                .map(|compute| compute.gpus_per_node.saturating_sub(1))
                .sum();
            over > 0.0 && over <= room as f64
        });
        if judged.status == CoverageStatus::NotMet && filled && !statement.negated {
            let note = "the parts are made of whole servers".to_string();
            return Judged { status: CoverageStatus::Partly, note, ..judged };
        }
        judged
    }

    /// What the sites carry: each the whole of what is asked for, or all of them together.
    fn capacity(&self, full_each: bool) -> Judged {
        let sites = self.parts.sites();
        if sites.len() < 2 {
            return Judged::by(
                CoverageStatus::NotMet,
                "one site",
                "/design/parts/totals/site_count",
                "the design stands in one place",
            );
        }
        let count = |part: &Part, site: &str| (part.site.as_deref() == Some(site)).then_some(part.node_count);
        let nodes = || {
            sites.iter().map(|site| self.parts.list.iter().filter_map(|part| count(part, site)).sum::<u64>())
        };
        let (least, most) = (nodes().min().unwrap_or(0), nodes().max().unwrap_or(0));
        let evidence: Vec<String> =
            self.all().iter().map(|index| format!("/design/parts/list/{index}/node_count")).collect();
        if !full_each {
            let found = format!("{} nodes over {} sites", self.parts.totals.node_count, sites.len());
            let met = !self.parts.each_site_carries_all && least > 0;
            let judged = Judged::whether(met, found, "", "each site carries the whole load");
            return Judged { evidence, ..judged };
        }
        let found = format!("{least} nodes at the smallest of {} sites, {most} at the largest", sites.len());
        let met = self.parts.each_site_carries_all && least == most;
        let judged = Judged::whether(met, found, "", "the sites do not all carry the whole load");
        // A stated count is compared at each site; a load that was estimated is only as good as its estimate.
        let asked = &self.scene.requirement;
        let estimated = asked.gpu_count.is_none() && asked.node_count.is_none();
        Judged { evidence, ..if estimated { judged.if_only("the estimate holds") } else { judged } }
    }

    /// The budget against the priced lines of all parts.
    fn budget(&self, statement: &Statement) -> Judged {
        let totals = &self.parts.totals;
        let (Some(low), Some(currency)) = (totals.priced_low, &totals.currency) else {
            return Judged::not_judged(
                "without prices nothing is compared with it: give a price book (--prices FILE)",
            );
        };
        let stated = self.scene.requirement.budget_currency.as_ref().map(|stated| stated.value.to_string());
        if stated.as_ref() != Some(currency) {
            return Judged::not_judged(format!(
                "the prices are in {currency}, which the budget is not said to be"
            ));
        }
        let unit = format!("{currency} for the priced lines");
        let judged =
            number(statement, Some(low), &unit, "/design/parts/totals/priced_low", "nothing is priced");
        let costs = self.parts.list.iter().filter_map(|part| part.design.cost.as_ref());
        let open: usize = costs.map(|cost| cost.to_be_quoted.len()).sum();
        if judged.status == CoverageStatus::Met && open > 0 {
            let note = format!("the priced lines keep within it; {open} lines without a price come on top");
            return Judged { status: CoverageStatus::Partly, note, ..judged };
        }
        judged
    }
}

/// The better a verdict, the greater its rank.
fn rank(status: CoverageStatus) -> u8 {
    match status {
        CoverageStatus::NotMet => 0,
        CoverageStatus::Partly => 1,
        CoverageStatus::NotJudged => 2,
        CoverageStatus::MetIf => 3,
        CoverageStatus::Met => 4,
    }
}
