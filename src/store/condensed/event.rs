//! Events in condensed form. Those that there are thousands of have a form of their own, the others stay JSON.

use std::sync::Arc;

use jiff::Timestamp;

use crate::review::{
    Anchor, Event, Grade, Judgement, Motivation, Operation, Passage, Related, Role, Scope,
    Statement, Target, Text,
};

use super::wire::{Reader, Writer};

const ANNOTATE: u8 = 0;
const JUDGE: u8 = 1;
const REVIEW: u8 = 2;
const OTHER: u8 = 3;

/// Nothing for an event that has no condensed form, such as one of a newer version.
pub(super) fn write(writer: &mut Writer, event: &Event) -> Option<()> {
    writer.short(event.version);
    writer.text(&event.writer)?;
    writer.long(event.sequence);
    writer.long(event.lamport);
    writer.id(event.id);
    writer.long(event.time.as_second().cast_unsigned());
    writer.short(event.time.subsec_nanosecond().cast_unsigned());
    writer.text(&event.reviewer)?;
    writer.maybe(event.role, |writer, role| writer.one_of(&Role::ALL, role))?;
    writer.each(&event.base, |writer, id| {
        writer.id(*id);
        Some(())
    })?;
    for id in [event.undoes, event.group] {
        writer.maybe(id, |writer, id| {
            writer.id(id);
            Some(())
        })?;
    }
    write_operation(writer, &event.operation)
}

pub(super) fn read(reader: &mut Reader) -> Option<Event> {
    Some(Event {
        version: reader.short()?,
        writer: reader.text()?,
        sequence: reader.long()?,
        lamport: reader.long()?,
        id: reader.id()?,
        time: {
            let second = reader.long()?.cast_signed();
            Timestamp::new(second, reader.short()?.cast_signed()).ok()?
        },
        reviewer: reader.text()?,
        role: reader.maybe(|reader| reader.one_of(&Role::ALL))?,
        base: reader.each(Reader::id)?,
        undoes: reader.maybe(Reader::id)?,
        group: reader.maybe(Reader::id)?,
        operation: read_operation(reader)?,
    })
}

fn write_operation(writer: &mut Writer, operation: &Operation) -> Option<()> {
    let string = |writer: &mut Writer, text: &String| writer.text(text);
    match operation {
        Operation::Annotate {
            annotation,
            statement,
        } => {
            writer.byte(ANNOTATE);
            writer.id(*annotation);
            write_statement(writer, statement)
        }
        Operation::Judge {
            subject,
            edition,
            judgement,
            reason,
            quote,
        } => {
            writer.byte(JUDGE);
            writer.text(subject)?;
            writer.text(edition)?;
            writer.one_of(&Judgement::ALL, *judgement)?;
            writer.maybe(reason.as_ref(), string)?;
            writer.maybe(quote.as_ref(), string)
        }
        Operation::Review {
            edition,
            section,
            reviewed,
        } => {
            writer.byte(REVIEW);
            writer.text(edition)?;
            writer.text(section)?;
            writer.byte(u8::from(*reviewed));
            Some(())
        }
        Operation::Edit { .. }
        | Operation::Delete { .. }
        | Operation::Reply { .. }
        | Operation::Rectify { .. }
        | Operation::Continue { .. }
        | Operation::Correct { .. }
        | Operation::Suppress { .. }
        | Operation::Enrol { .. }
        | Operation::Place { .. }
        | Operation::Promise { .. }
        | Operation::Mark { .. }
        | Operation::Pin { .. }
        | Operation::Rename { .. } => {
            writer.byte(OTHER);
            writer.text(&serde_json::to_string(operation).ok()?)
        }
        // Its journal is read each time, by whatever version reads it then.
        Operation::Unknown { .. } => None,
    }
}

fn read_operation(reader: &mut Reader) -> Option<Operation> {
    Some(match reader.byte()? {
        ANNOTATE => Operation::Annotate {
            annotation: reader.id()?,
            statement: Box::new(read_statement(reader)?),
        },
        JUDGE => Operation::Judge {
            subject: reader.string()?,
            edition: reader.string()?,
            judgement: reader.one_of(&Judgement::ALL)?,
            reason: reader.maybe(Reader::string)?,
            quote: reader.maybe(Reader::string)?,
        },
        REVIEW => Operation::Review {
            edition: reader.string()?,
            section: reader.string()?,
            reviewed: reader.flag()?,
        },
        OTHER => serde_json::from_str(&reader.text()?).ok()?,
        _ => return None,
    })
}

fn write_statement(writer: &mut Writer, statement: &Statement) -> Option<()> {
    write_target(writer, &statement.target)?;
    writer.one_of(&Motivation::ALL, statement.motivation)?;
    writer.maybe(statement.grade, |writer, grade| {
        writer.one_of(&Grade::ALL, grade)
    })?;
    for text in [&statement.rule, &statement.finding] {
        writer.maybe(text.as_ref(), |writer, text| writer.text(text))?;
    }
    writer.text(&statement.problem)?;
    writer.text(&statement.suggestion)?;
    writer.byte(u8::from(statement.private));
    Some(())
}

fn read_statement(reader: &mut Reader) -> Option<Statement> {
    Some(Statement {
        target: read_target(reader)?,
        motivation: reader.one_of(&Motivation::ALL)?,
        grade: reader.maybe(|reader| reader.one_of(&Grade::ALL))?,
        rule: reader.maybe(Reader::text)?,
        finding: reader.maybe(Reader::text)?,
        problem: reader.text()?,
        suggestion: reader.text()?,
        private: reader.flag()?,
    })
}

fn write_target(writer: &mut Writer, target: &Target) -> Option<()> {
    writer.text(&target.edition)?;
    writer.maybe(target.issuer.as_ref(), |writer, text| writer.text(text))?;
    write_year(writer, target.year)?;
    writer.one_of(&Scope::ALL, target.scope)?;
    writer.each(&target.anchors, write_anchor)?;
    writer.each(&target.related, |writer, related| {
        writer.text(&related.role)?;
        writer.text(&related.edition)?;
        writer.maybe(related.issuer.as_ref(), |writer, text| writer.text(text))?;
        write_year(writer, related.year)?;
        writer.each(&related.anchors, write_anchor)
    })
}

fn read_target(reader: &mut Reader) -> Option<Target> {
    Some(Target {
        edition: reader.text()?,
        issuer: reader.maybe(Reader::text)?,
        year: read_year(reader)?,
        scope: reader.one_of(&Scope::ALL)?,
        anchors: reader.each(read_anchor)?,
        related: reader.each(|reader| {
            Some(Related {
                role: reader.string()?,
                edition: reader.string()?,
                issuer: reader.maybe(Reader::string)?,
                year: read_year(reader)?,
                anchors: reader.each(read_anchor)?,
            })
        })?,
    })
}

fn write_year(writer: &mut Writer, year: Option<i16>) -> Option<()> {
    writer.maybe(year, |writer, year| {
        writer.short(u32::from(year.cast_unsigned()));
        Some(())
    })
}

fn read_year(reader: &mut Reader) -> Option<Option<i16>> {
    reader.maybe(|reader| {
        let year = u16::try_from(reader.short()?).ok()?;
        Some(year.cast_signed())
    })
}

fn write_anchor(writer: &mut Writer, anchor: &Anchor) -> Option<()> {
    writer.passage(&anchor.passage)?;
    writer.maybe(anchor.phrase.as_ref(), |writer, text| writer.text(text))?;
    writer.number(anchor.nth)?;
    writer.number(anchor.start)?;
    writer.number(anchor.end)
}

fn read_anchor(reader: &mut Reader) -> Option<Anchor> {
    Some(Anchor {
        passage: reader.passage()?,
        phrase: reader.maybe(Reader::text)?,
        nth: reader.number()?,
        start: reader.number()?,
        end: reader.number()?,
    })
}

/// A passage stands once, before the events that refer to it by number.
pub(super) fn write_passage(writer: &mut Writer, passage: &Passage) -> Option<()> {
    let text = |writer: &mut Writer, text: &Text| writer.text(text);
    writer.text(&passage.sentence)?;
    writer.text(&passage.prefix)?;
    writer.text(&passage.suffix)?;
    writer.each(&passage.path, text)?;
    writer.text(&passage.digest)?;
    writer.each(&passage.figures, text)
}

pub(super) fn read_passage(reader: &mut Reader) -> Option<Arc<Passage>> {
    Some(Arc::new(Passage {
        sentence: reader.text()?,
        prefix: reader.text()?,
        suffix: reader.text()?,
        path: reader.each(Reader::text)?,
        digest: reader.text()?,
        figures: reader.each(Reader::text)?,
    }))
}
