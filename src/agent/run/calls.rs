//! What to make of tool calls: which are carried out, which are answered at once, when they go in circles.

use serde_json::{Value, json};

use super::{AgentRun, Outcome, Phase, Record, Reply, Slot};
use crate::{
    agent::{
        error::Code,
        final_answer,
        message::{Call, Message, Turn},
    },
    tools,
};

/// All names that no tool has share this counter; every invented name having its own would never end.
const UNKNOWN: &str = "?";
/// Greatest period of a circle that is looked for.
const PERIOD_MAX: usize = 4;

impl AgentRun {
    /// Takes the calls of a turn.
    pub(super) fn take_calls(&mut self, turn: Turn) {
        // Ids of the wire collide and repeat; in the history they are ours.
        let calls: Vec<Call> = turn
            .calls
            .into_iter()
            .map(|call| {
                self.counts.calls += 1;
                Call { id: format!("c{}", self.counts.calls), ..call }
            })
            .collect();
        self.history.push(Message::Assistant {
            content: turn.text,
            calls: calls.clone(),
            reasoning: turn.reasoning,
        });
        let alone = calls.iter().all(|call| call.name == final_answer::NAME);
        // After tools were withdrawn and the model was told so, one more turn of calls is let pass.
        let closing = self.closing.as_mut().filter(|closing| closing.told);
        if let Some(closing) = closing
            && calls.iter().any(|call| call.name != final_answer::NAME)
        {
            closing.strikes += 1;
            let (strikes, code, message) = (closing.strikes, closing.code, closing.message.clone());
            if strikes > 1 {
                self.end(Outcome::Exhausted { code, message });
            }
        }
        let mut slots: Vec<Slot> = Vec::new();
        for (place, call) in calls.into_iter().enumerate() {
            let waiting = slots.iter().filter(|slot| slot.content.is_none()).count();
            let (arguments, content) = if call.name != final_answer::NAME {
                self.look_at(&call, waiting)
            } else if !alone {
                let message = "the final answer must stand alone; give it again with these results in view";
                self.repair(Code::AnswerSchema, message);
                (Value::Null, Some(refusal("answer.not_alone", message)))
            } else if place > 0 || matches!(self.phase, Phase::Done(_)) {
                (Value::Null, Some(refusal("answer.twice", "only the first final answer of a turn counts")))
            } else {
                match self.accept(&call.arguments) {
                    Ok(()) => (Value::Null, Some(json!({ "ok": true }).to_string())),
                    Err(told) => (Value::Null, Some(told.to_string())),
                }
            };
            slots.push(Slot { call, arguments, content });
        }
        self.settle(slots);
    }

    /// One call of an engine's tool: its arguments, and the reply when it is not carried out.
    fn look_at(&mut self, call: &Call, waiting: usize) -> (Value, Option<String>) {
        if self.closing.is_some() {
            let text = format!("tools are withdrawn; call {}", final_answer::NAME);
            return (Value::Null, Some(refusal("tool.withdrawn", &text)));
        }
        let Some(offer) = self.offers.iter().find(|offer| offer.name == call.name) else {
            let names: Vec<&str> = self.offers.iter().map(|offer| offer.name.as_str()).collect();
            let mut told = json!({ "ok": false, "code": "tool.unknown", "tools": names });
            let message = format!("there is no tool `{}`", call.name.chars().take(60).collect::<String>());
            told["message"] = message.as_str().into();
            self.faulty(UNKNOWN, Code::ToolUnknown, &message, &mut told);
            return (Value::Null, Some(told.to_string()));
        };
        let read = tools::read_arguments_against(&offer.name, &offer.input, &call.arguments);
        let arguments = match read {
            Ok(read) => read.value,
            Err(error) => {
                let mut told = json!({ "ok": false, "code": error.code.word(), "errors": error.details });
                self.faulty(&call.name, Code::ToolArguments, &error.message, &mut told);
                return (Value::Null, Some(told.to_string()));
            }
        };
        let key = format!("{} {}", call.name, canonical(&arguments));
        let before = self.keys.iter().filter(|old| **old == key).count();
        self.keys.push(key);
        let known =
            self.records.iter().find(|old| old.tool == call.name && old.arguments == arguments).cloned();
        if let Some(known) = known {
            return (arguments, Some(self.again(&known, before)));
        }
        if before > 0 {
            let text = "this call stands twice in one turn; its result is above";
            return (arguments, Some(refusal("tool.repeated", text)));
        }
        if self.records.len() + waiting >= self.limits.tool_calls as usize {
            let message = format!("all {} tool calls are used", self.limits.tool_calls);
            self.close(Code::MaxTurns, message.clone());
            return (arguments, Some(refusal("agent.max_calls", &message)));
        }
        (arguments, None)
    }

    /// A call that was made before: its result again, and an end to it when that goes on.
    fn again(&mut self, known: &Record, before: usize) -> String {
        if let Reply::BadArguments(told) = &known.reply {
            let mut told = told.clone();
            self.faulty(&known.tool, Code::ToolArguments, "the same wrong arguments again", &mut told);
            return told.to_string();
        }
        if before >= 2 || self.circles() {
            self.close(Code::Loop, "the same calls were made over and over".into());
            return refusal("agent.loop", "this was answered before; the result stands above");
        }
        let content = match &known.reply {
            Reply::Result { value, .. } => self.projected(&known.call, value),
            Reply::Refused(told) | Reply::BadArguments(told) => told.to_string(),
        };
        let note = format!("already answered, result_id {}; do not repeat the call", known.call);
        content.strip_prefix('{').map_or(content.clone(), |rest| format!("{{\"note\":\"{note}\",{rest}"))
    }

    /// Whether the last calls are the same block twice, for blocks of two to four calls.
    fn circles(&self) -> bool {
        let keys = &self.keys;
        (2..=PERIOD_MAX).any(|period| {
            let Some(from) = keys.len().checked_sub(2 * period) else { return false };
            keys[from..from + period] == keys[from + period..]
        })
    }

    /// Counts a faulty call. When its tool, or all together, have had too many, the tools are withdrawn.
    fn faulty(&mut self, tool: &str, code: Code, message: &str, told: &mut Value) {
        let of_tool = self.counts.repairs_by_tool.entry(tool.to_string()).or_default();
        *of_tool += 1;
        let of_tool = *of_tool;
        // What is not sent back to be mended is no repair.
        let room = of_tool <= self.limits.repairs_per_tool && self.repair(code, message);
        let left = self
            .limits
            .repairs
            .saturating_sub(self.counts.repairs)
            .min(self.limits.repairs_per_tool.saturating_sub(of_tool));
        told["repairs_left"] = left.into();
        if !room {
            self.close(code, message.chars().take(200).collect());
        }
    }

    /// Goes on when every call of the turn has its reply, else asks for the missing ones.
    fn settle(&mut self, slots: Vec<Slot>) {
        if slots.iter().any(|slot| slot.content.is_none()) && !matches!(self.phase, Phase::Done(_)) {
            self.phase = Phase::Tools(slots);
            return;
        }
        for slot in slots {
            // An end in the middle of a turn leaves no call without a result.
            let content = slot.content.unwrap_or_else(|| refusal("interrupted", "the question has ended"));
            self.history.push(Message::Tool { call_id: slot.call.id, name: slot.call.name, content });
        }
        if matches!(self.phase, Phase::Tools(_) | Phase::Model) {
            self.phase = Phase::Ask;
        }
    }

    /// Takes the replies of calls, by id. A call without one counts as interrupted.
    pub fn feed_results(&mut self, replies: Vec<(String, Reply)>) {
        let Phase::Tools(mut slots) = std::mem::replace(&mut self.phase, Phase::Ask) else { return };
        for slot in slots.iter_mut().filter(|slot| slot.content.is_none()) {
            let reply = replies.iter().find(|(id, _)| *id == slot.call.id).map(|(_, reply)| reply.clone());
            slot.content = Some(match reply {
                Some(reply) => self.take_reply(slot, reply),
                None => refusal("interrupted", "the call was broken off"),
            });
        }
        self.phase = Phase::Tools(Vec::new());
        self.settle(slots);
    }

    fn take_reply(&mut self, slot: &Slot, mut reply: Reply) -> String {
        let id = &slot.call.id;
        let content = match &mut reply {
            Reply::Result { value, planned } => {
                self.ledger.add(id, &slot.arguments, value);
                if let Some(reading) = planned {
                    self.ledger.state(reading);
                    // A design is always that of the latest reading.
                    if slot.call.name == "plan" || self.planned.is_some() {
                        self.planned = Some(reading.clone());
                    }
                    self.reading = (**reading).clone();
                }
                self.projected(id, value)
            }
            Reply::Refused(told) => {
                // What an engine says against a request is a result too, and may be told in its words.
                self.ledger.add(id, &slot.arguments, told);
                told["ok"] = false.into();

                crate::agent::ledger::project(&self.ledger, id, told, self.limits.projection_bytes)
            }
            Reply::BadArguments(told) => {
                told["ok"] = false.into();
                let message = told["message"].as_str().unwrap_or("wrong arguments").to_string();
                let mut written = told.clone();
                self.faulty(&slot.call.name, Code::ToolArguments, &message, &mut written);
                *told = written.clone();
                written.to_string()
            }
        };
        self.records.push(Record {
            call: id.clone(),
            tool: slot.call.name.clone(),
            arguments: slot.arguments.clone(),
            reply,
        });
        content
    }
}

fn refusal(code: &str, message: &str) -> String {
    json!({ "ok": false, "code": code, "message": message }).to_string()
}

/// One spelling of the same arguments: keys sorted.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let rows: Vec<String> =
                keys.iter().map(|key| format!("{key:?}:{}", canonical(&map[*key]))).collect();
            format!("{{{}}}", rows.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
