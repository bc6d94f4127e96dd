#include "prow/files/file.h"
#include "rule/rule.h"
#include "syntax/yaml/twice.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    struct place at = { f->path, { 0 }, false };
    struct yaml_difference d;

    if (f->broken || yaml_read_twice(check_arena(c), f->tape.source, &d) || d.known)
        return;
    at.span = span_of_bytes(f->tape.source, d.line, d.start, d.end);
    report(c, at, "two readers part ways here: %.*s; nothing is decided by a file that can be read in two ways",
           STR_ARG(d.words));
}

const struct rule rule_read_twice = {
    .id = "read-twice",
    .summary = "Two readers see the same in a file.",
    .severity = SEVERITY_OFF,
    .undecided = true,
    .about = SUBJECT_READING,
    .file = check_file,
};
