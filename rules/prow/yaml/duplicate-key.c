#include "prow/files/file.h"
#include "rule/rule.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    for (size_t i = 0; i < f->tape.duplicate_count; i++) {
        const struct duplicate_key *d = &f->tape.duplicates[i];
        report(c, prow_place(f, d->key),
               "key \"%.*s\" stands twice in this mapping; Prow silently takes this one and "
               "forgets the earlier",
               STR_ARG(node_text(d->key)));
        also(c, prow_place(f, d->earlier), "forgotten: written here");
    }
}

const struct rule rule_duplicate_key = {
    .id = "duplicate-key",
    .summary = "A key stands once in a mapping.",
    .severity = SEVERITY_WARNING,
    .file = check_file,
};
