//! Labels of headings and items: 一、 (一) 1. 一是.
