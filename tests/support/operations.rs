//! One of every operation that is about no annotation.

use ducha::review::{Enrolment, Operation};

pub fn others(edition: &str) -> Vec<Operation> {
    vec![
        Operation::Review {
            edition: edition.to_owned(),
            section: "主要举措".to_owned(),
            reviewed: true,
        },
        Operation::Correct {
            edition: edition.to_owned(),
            field: "year".to_owned(),
            value: Some("2024".to_owned()),
        },
        Operation::Suppress {
            rule: "arith-rate".to_owned(),
            scope: "*".to_owned(),
            reason: "试运行".to_owned(),
            until: None,
            lifted: false,
        },
        Operation::Enrol {
            unit: "石桥镇".to_owned(),
            entry: Some(Enrolment {
                level: "township".to_owned(),
                parent: "云岭县".to_owned(),
                years: "2022-".to_owned(),
            }),
        },
        Operation::Promise {
            edition: edition.to_owned(),
            promise: "p1".to_owned(),
            decision: Some("done".to_owned()),
            note: None,
        },
        Operation::Mark {
            edition: edition.to_owned(),
            name: "a".to_owned(),
            position: Some(3),
        },
        Operation::Pin {
            indicator: "行政复议申请·受理".to_owned(),
            pinned: true,
        },
        Operation::Rename {
            issuer: "云岭区人民政府".to_owned(),
            former: Some("云岭县人民政府".to_owned()),
        },
    ]
}
