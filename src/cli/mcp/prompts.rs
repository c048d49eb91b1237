//! Prompts for other people's assistants: the files of `prompts/mcp/`. The other prompts of the project address our
//! own conversation loop and its private tools, so they are not offered.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

use crate::catalog::PROMPTS;

/// Folder of the prompts that are offered.
const FOLDER: &str = "mcp/";

/// A prompt as its file holds it: `# Title`, a paragraph that describes it, then the text with `{{argument}}` places.
struct File {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    text: &'static str,
}

fn files() -> impl Iterator<Item = File> {
    PROMPTS.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix(FOLDER)?.strip_suffix(".md")?;
        let (title, rest) = text.trim().split_once("\n\n")?;
        let (description, text) = rest.split_once("\n\n")?;
        Some(File { name, title: title.trim_start_matches("# "), description, text })
    })
}

/// Names of the places in a text, each once, in order.
fn places(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in text.split("{{").skip(1) {
        if let Some((name, _)) = part.split_once("}}")
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// What an argument means.
fn meaning(name: &str) -> &'static str {
    match name {
        "text" => "The customer's words, copied exactly.",
        "design" => "The design to judge: pattern, nodes, GPUs, switches, as far as known.",
        "answer" => "The answer document of an earlier call of plan.",
        _ => "A value for the text.",
    }
}

/// Every prompt.
pub fn all() -> Vec<Prompt> {
    files()
        .map(|file| {
            let arguments = places(file.text)
                .into_iter()
                .map(|name| PromptArgument::new(name).with_description(meaning(name)).with_required(true))
                .collect();
            Prompt::new(file.name, Some(file.description), Some(arguments)).with_title(file.title)
        })
        .collect()
}

/// A prompt with its places filled.
///
/// # Errors
/// A sentence that names the prompts there are, or every argument that is missing or not text.
pub fn get(name: &str, arguments: &JsonObject) -> Result<GetPromptResult, String> {
    let file = files().find(|file| file.name == name).ok_or_else(|| {
        let names: Vec<&str> = files().map(|file| file.name).collect();
        format!("there is no prompt `{name}`; the prompts are: {}", names.join(", "))
    })?;
    let mut missing = Vec::new();
    let mut text = String::with_capacity(file.text.len());
    // One pass, so that a place inside the customer's words stays as it was written.
    let mut rest = file.text;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let Some((place, after)) = after.split_once("}}") else {
            text.push_str("{{");
            rest = after;
            continue;
        };
        match arguments.get(place).and_then(|value| value.as_str()) {
            Some(value) => text.push_str(value),
            None if !missing.contains(&place) => missing.push(place),
            None => {}
        }
        rest = after;
    }
    text.push_str(rest);
    if !missing.is_empty() {
        return Err(format!("the prompt `{name}` needs as text: {}", missing.join(", ")));
    }
    let mut result = GetPromptResult::new(vec![PromptMessage::new_text(Role::User, text)]);
    result.description = Some(file.description.to_string());
    Ok(result)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_filled_once_and_missing_ones_named() {
        let names: Vec<String> = all().into_iter().map(|prompt| prompt.name).collect();
        assert_eq!(names, ["check_design", "explain_answer", "plan_cluster"]);
        let arguments = json!({ "text": "128 H100 {{text}}" });
        let filled = get("plan_cluster", arguments.as_object().unwrap()).unwrap();
        let text = serde_json::to_string(&filled).unwrap();
        assert!(text.contains("128 H100 {{text}}"));
        assert!(get("plan_cluster", &JsonObject::new()).unwrap_err().contains("text"));
        assert!(get("nothing", &JsonObject::new()).unwrap_err().contains("plan_cluster"));
    }
}
