//! The library folder: editions, journals, drafts. Truth only grows; everything else can be rebuilt.
