//! `gcg prices`: what a price book for an answer has to hold.

use clap::Subcommand;

use super::{super::failure::Failure, super::input, super::output, Ended};
use crate::{
    check::AnswerDocument,
    render::export::field,
    tools::{ErrorCode, ToolError},
};

/// `gcg prices`.
#[derive(Debug, Subcommand)]
pub enum Prices {
    /// Print a price book with a row for each line of an answer's bill that has no price yet; fill in `currency`, `low`
    /// and `date`, and give it with --prices.
    Template {
        /// Answer document, or - for standard input.
        answer: String,
    },
}

/// Runs `gcg prices`.
pub fn run(command: &Prices) -> Result<Ended, Failure> {
    let Prices::Template { answer } = command;
    let document: AnswerDocument = input::document(answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    output::out(&template(&document)?);
    Ok(Ended::Printed(0))
}

/// The price book as CSV, in the columns that `--prices` reads.
fn template(answer: &AnswerDocument) -> Result<String, ToolError> {
    let design = answer.design.as_ref();
    let bom = design.and_then(|design| design.bom.as_ref()).ok_or_else(|| {
        ToolError::new(ErrorCode::InputInvalid, "the answer holds no bill of materials")
            .hint("plan a design first; what is missing for one stands in open_questions")
    })?;
    let cost = design.and_then(|design| design.cost.as_ref());
    let currency = answer.requirement.budget_currency.as_ref().map(|stated| stated.value.to_string());
    let currency = currency.or_else(|| cost.map(|cost| cost.currency.to_string())).unwrap_or_default();
    let mut text = String::from("id,item,part,unit,currency,low,high,seller,term,date,source,note\n");
    for line in &bom.lines {
        if cost.is_some_and(|cost| cost.lines.iter().any(|priced| priced.line == line.id)) {
            continue;
        }
        let unit = if line.unit.contains("year") { "gpu_year" } else { "each" };
        let note = match &line.part_number {
            Some(number) => format!("{} of them; part number {number}", line.quantity),
            None => format!("{} of them", line.quantity),
        };
        let part = line.part_id.as_deref().unwrap_or_default();
        let row = [line.id.as_str(), &line.item, part, unit, &currency, "", "", "", "", "", "", &note];
        let row: Vec<String> = row.iter().map(|value| field(value)).collect();
        text.push_str(&row.join(","));
        text.push('\n');
    }
    Ok(text)
}
