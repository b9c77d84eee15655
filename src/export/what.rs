//! What can go out, and in which forms.

/// What is made of what a library holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// 整改台账
    #[default]
    Ledger,
    /// 问题清单
    Problems,
    /// 审查意见
    Opinion,
    Annotations,
    Findings,
    /// Gaps, working paper and figures on one page.
    Page,
}

/// How a thing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Csv,
    Docx,
    Markdown,
    Json,
    JsonLd,
    Sarif,
    Ndjson,
    Html,
}

impl What {
    pub const ALL: [What; 6] = [
        What::Ledger,
        What::Problems,
        What::Opinion,
        What::Annotations,
        What::Findings,
        What::Page,
    ];

    /// As typed, and the last part of its locale key.
    pub fn name(self) -> &'static str {
        match self {
            What::Ledger => "ledger",
            What::Problems => "problems",
            What::Opinion => "opinion",
            What::Annotations => "annotations",
            What::Findings => "findings",
            What::Page => "page",
        }
    }

    pub fn named(name: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.name() == name)
    }

    /// Its forms, the usual one first.
    pub fn forms(self) -> &'static [Form] {
        match self {
            What::Ledger => &[Form::Xlsx, Form::Csv],
            What::Problems | What::Opinion => &[Form::Docx, Form::Markdown],
            What::Annotations => &[Form::Json, Form::JsonLd],
            What::Findings => &[Form::Sarif, Form::Csv, Form::Ndjson],
            What::Page => &[Form::Html],
        }
    }

    /// One of its forms, by name or by how its files end.
    pub fn form(self, named: &str) -> Option<Form> {
        let mut forms = self.forms().iter().copied();
        forms.find(|form| form.name() == named || form.extension() == named)
    }
}

impl Form {
    /// As typed.
    pub fn name(self) -> &'static str {
        match self {
            Form::Markdown => "markdown",
            form => form.extension(),
        }
    }

    /// How its files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Xlsx => "xlsx",
            Form::Csv => "csv",
            Form::Docx => "docx",
            Form::Markdown => "md",
            Form::Json => "json",
            Form::JsonLd => "jsonld",
            Form::Sarif => "sarif",
            Form::Ndjson => "ndjson",
            Form::Html => "html",
        }
    }

    /// Whether it is no text, and would only upset a terminal.
    pub fn is_binary(self) -> bool {
        match self {
            Form::Xlsx | Form::Docx => true,
            Form::Csv
            | Form::Markdown
            | Form::Json
            | Form::JsonLd
            | Form::Sarif
            | Form::Ndjson
            | Form::Html => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found_by_its_name_and_by_the_end_of_its_files() {
        for what in What::ALL {
            assert_eq!(What::named(what.name()), Some(what));
            for form in what.forms() {
                assert_eq!(what.form(form.name()), Some(*form));
                assert_eq!(what.form(form.extension()), Some(*form));
            }
        }
        assert_eq!(What::named("minutes"), None);
        assert_eq!(What::Ledger.form("docx"), None);
        assert_eq!(What::Problems.form("md"), Some(Form::Markdown));
    }
}
