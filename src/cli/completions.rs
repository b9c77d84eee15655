//! `ducha completions`: what a shell needs to complete commands, options and the words of closed lists; from the same table
//! as the help. A writer of our own, a tenth of the size of the library for it.

use clap::{Arg, Command as Words};

use super::args::words;
use super::{CliError, Output, Shared, Status};

/// A shell that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Shell {
    const ALL: [(&'static str, Shell); 3] = [
        ("bash", Shell::Bash),
        ("zsh", Shell::Zsh),
        ("fish", Shell::Fish),
    ];

    /// As typed.
    pub fn names() -> [&'static str; 3] {
        Shell::ALL.map(|(name, _)| name)
    }

    pub fn named(name: &str) -> Option<Shell> {
        let found = Shell::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, shell)| *shell)
    }
}

pub fn run(shell: Shell, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let mut places = Vec::new();
    places_of(&words(shared.lang), &mut Vec::new(), &mut places);
    let script = match shell {
        Shell::Bash => bash(&places),
        Shell::Zsh => zsh(&places),
        Shell::Fish => fish(&places),
    };
    output.line(script.trim_end())?;
    Ok(Status::Clean)
}

/// A command with what may follow it.
struct Place {
    /// The words that lead to it, without the program: `ledger import`.
    path: Vec<String>,
    /// Names of commands below, with what they do.
    commands: Vec<(String, String)>,
    options: Vec<Choice>,
    /// Words that may stand by themselves.
    words: Vec<String>,
}

struct Choice {
    long: String,
    short: Option<char>,
    help: String,
    takes_value: bool,
    values: Vec<String>,
}

fn places_of(words: &Words, path: &mut Vec<String>, places: &mut Vec<Place>) {
    let about = |words: &Words| {
        words
            .get_about()
            .map_or_else(String::new, ToString::to_string)
    };
    let below: Vec<&Words> = words
        .get_subcommands()
        .filter(|words| !words.is_hide_set())
        .collect();
    places.push(Place {
        path: path.clone(),
        commands: below
            .iter()
            .map(|words| (words.get_name().to_owned(), line(&about(words))))
            .collect(),
        options: words.get_arguments().filter_map(choice).collect(),
        words: words.get_positionals().flat_map(values).collect(),
    });
    // Commands are two deep.
    for words in below {
        path.push(words.get_name().to_owned());
        places_of(words, path, places);
        path.pop();
    }
}

fn choice(arg: &Arg) -> Option<Choice> {
    let help = arg.get_help().map_or_else(String::new, ToString::to_string);
    let takes_value = arg.get_action().takes_values();
    Some(Choice {
        long: arg.get_long()?.to_owned(),
        short: arg.get_short(),
        help: line(&help),
        takes_value,
        values: if takes_value { values(arg) } else { Vec::new() },
    })
}

fn values(arg: &Arg) -> Vec<String> {
    let values = arg.get_possible_values().into_iter();
    values.map(|value| value.get_name().to_owned()).collect()
}

/// One line without what a shell takes for more than text.
fn line(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first.replace(['\'', '"', '\\', '`', '$', ':', '[', ']'], " ")
}

impl Place {
    fn name(&self) -> String {
        self.path.join(" ")
    }

    /// Everything that may be typed here.
    fn all(&self) -> Vec<String> {
        let options = self
            .options
            .iter()
            .map(|option| format!("--{}", option.long));
        let commands = self.commands.iter().map(|(name, _)| name.clone());
        commands
            .chain(self.words.iter().cloned())
            .chain(options)
            .collect()
    }
}

/// The path of commands typed so far, as both shells below find it.
fn walk(places: &[Place]) -> String {
    let paths = places.iter().filter(|place| !place.path.is_empty());
    let paths: Vec<String> = paths.map(|place| format!("'{}'", place.name())).collect();
    paths.join("|")
}

fn bash(places: &[Place]) -> String {
    let mut cases = String::new();
    for place in places {
        for option in place
            .options
            .iter()
            .filter(|option| !option.values.is_empty())
        {
            let (name, long, values) = (place.name(), &option.long, option.values.join(" "));
            cases.push_str(&format!(
                "    '{name} --{long}') COMPREPLY=($(compgen -W '{values}' -- \"$cur\")); return ;;\n"
            ));
        }
    }
    let mut all = String::new();
    for place in places {
        let (name, words) = (place.name(), place.all().join(" "));
        all.push_str(&format!("    '{name}') list='{words}' ;;\n"));
    }
    let walk = walk(places);
    format!(
        "# ducha completions bash > ~/.local/share/bash-completion/completions/ducha\n\
_ducha() {{\n  local cur=\"${{COMP_WORDS[COMP_CWORD]}}\" prev=\"${{COMP_WORDS[COMP_CWORD-1]}}\" path='' list='' word next i\n\
  COMPREPLY=()\n  for ((i = 1; i < COMP_CWORD; i++)); do\n    word=\"${{COMP_WORDS[i]}}\"\n    next=\"${{path:+$path }}$word\"\n\
    case \"$next\" in\n      {walk}) path=\"$next\" ;;\n    esac\n  done\n  case \"$path $prev\" in\n{cases}  esac\n\
  case \"$path\" in\n{all}  esac\n  COMPREPLY=($(compgen -W \"$list\" -- \"$cur\"))\n}}\n\
complete -o bashdefault -o default -F _ducha ducha\n"
    )
}

fn zsh(places: &[Place]) -> String {
    let described = |(name, help): (&str, &str)| format!("'{name}:{help}'");
    let mut values = String::new();
    let mut all = String::new();
    for place in places {
        let name = place.name();
        for option in place
            .options
            .iter()
            .filter(|option| !option.values.is_empty())
        {
            let (long, words) = (&option.long, option.values.join(" "));
            values.push_str(&format!(
                "    '{name} --{long}') compadd -- {words}; return ;;\n"
            ));
        }
        let commands = place.commands.iter();
        let commands = commands.map(|(name, help)| described((name, help)));
        let words = place.words.iter().map(|word| described((word, "")));
        let options = place.options.iter();
        let options =
            options.map(|option| described((&format!("--{}", option.long), &option.help)));
        let commands: Vec<String> = commands.chain(words).collect();
        let options: Vec<String> = options.collect();
        all.push_str(&format!(
            "    '{name}') commands=({}); options=({}) ;;\n",
            commands.join(" "),
            options.join(" ")
        ));
    }
    let walk = walk(places);
    format!(
        "#compdef ducha\n# ducha completions zsh > \"${{fpath[1]}}/_ducha\"\n_ducha() {{\n\
  local path='' next i\n  local -a commands options\n  for ((i = 2; i < CURRENT; i++)); do\n    next=\"${{path:+$path }}${{words[i]}}\"\n\
    case \"$next\" in\n      {walk}) path=\"$next\" ;;\n    esac\n  done\n  case \"$path ${{words[CURRENT-1]}}\" in\n{values}  esac\n\
  case \"$path\" in\n{all}  esac\n  (( $#commands )) && _describe -t commands command commands\n\
  [[ ${{words[CURRENT]}} == -* ]] && _describe -t options option options\n  _files\n}}\n\
if [ \"$funcstack[1]\" = _ducha ]; then _ducha \"$@\"; else compdef _ducha ducha; fi\n"
    )
}

fn fish(places: &[Place]) -> String {
    let mut script =
        "# ducha completions fish > ~/.config/fish/completions/ducha.fish\n".to_owned();
    for place in places {
        let condition = match place.path.as_slice() {
            [] => "__fish_use_subcommand".to_owned(),
            path => {
                let seen = path
                    .iter()
                    .map(|word| format!("__fish_seen_subcommand_from {word}"));
                seen.collect::<Vec<_>>().join("; and ")
            }
        };
        let mut tell = |what: &str, help: &str| {
            let help = match help.is_empty() {
                true => String::new(),
                false => format!(" -d '{help}'"),
            };
            script.push_str(&format!(
                "complete -c ducha -n '{condition}' {what}{help}\n"
            ));
        };
        for (name, help) in &place.commands {
            tell(&format!("-a {name}"), help);
        }
        for word in &place.words {
            tell(&format!("-a {word}"), "");
        }
        for option in &place.options {
            let short = option
                .short
                .map_or_else(String::new, |short| format!(" -s {short}"));
            let value = match (option.takes_value, option.values.is_empty()) {
                (false, _) => String::new(),
                (true, true) => " -r".to_owned(),
                (true, false) => format!(" -x -a '{}'", option.values.join(" ")),
            };
            tell(&format!("-l {}{short}{value}", option.long), &option.help);
        }
    }
    script
}
