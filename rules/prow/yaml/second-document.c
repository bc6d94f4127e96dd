#include "prow/files/file.h"
#include "rule/rule.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    const struct tape *t = &f->tape;
    struct place at = { f->path, { 0 }, false };
    size_t end = t->second_document;

    if (t->second_document_line == 0)
        return;
    while (end < t->source.len && t->source.p[end] != '\n' && t->source.p[end] != '\r')
        end++;
    at.span = span_of_bytes(t->source, t->second_document_line, t->second_document, end);
    report(c, at, "Prow reads only the first YAML document of a file; what follows here is silently lost");
}

const struct rule rule_second_document = {
    .id = "second-document",
    .summary = "A file holds one YAML document.",
    .severity = SEVERITY_WARNING,
    .file = check_file,
};
