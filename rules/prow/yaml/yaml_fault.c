#include "rules/prow/yaml/yaml_fault.h"

static const struct {
    struct str words;
    enum yaml_fault fault;
} phrases[] = {
    { STR_INIT("control characters are not allowed"), FAULT_ENCODING },
    { STR_INIT("UTF-8"), FAULT_ENCODING },
    { STR_INIT("UTF-16"), FAULT_ENCODING },
    { STR_INIT("surrogate"), FAULT_ENCODING },
    { STR_INIT("unknown anchor"), FAULT_UNKNOWN_ANCHOR },
    { STR_INIT("value contains itself"), FAULT_ALIAS_CYCLE },
    { STR_INIT("excessive aliasing"), FAULT_ALIAS_BOMB },
    { STR_INIT("map merge requires map"), FAULT_MERGE_NOT_MAP },
    { STR_INIT("invalid map key"), FAULT_BAD_KEY },
    { STR_INIT("unsupported map key"), FAULT_BAD_KEY },
    { STR_INIT("cannot decode !!"), FAULT_BAD_TAG },
    { STR_INIT("!!binary value contains"), FAULT_BAD_TAG },
};

enum yaml_fault yaml_fault_of(const struct prow_file *f)
{
    if (!f->broken)
        return FAULT_NONE;
    for (size_t i = 0; i < COUNT_OF(phrases); i++)
        if (str_has(f->error.message, phrases[i].words))
            return phrases[i].fault;
    return FAULT_SYNTAX;
}

/* "yaml: line 3: did not find ..." without the line, which is often one too small: the finding has the real one. */
static struct str problem(struct str message)
{
    struct str s = str_trim_prefix(message, STR("yaml: ")), rest = s;

    if (str_starts(s, STR("line "))) {
        rest = str_from(s, 5);
        while (rest.len && rest.p[0] >= '0' && rest.p[0] <= '9')
            rest = str_from(rest, 1);
    }
    return str_starts(rest, STR(": ")) ? str_from(rest, 2) : s;
}

void yaml_fault_report(struct check *c, const struct prow_file *f, enum yaml_fault fault, const char *advice)
{
    struct place at = { f->path, { 0 }, false };

    if (yaml_fault_of(f) != fault)
        return;
    if (f->error.line)
        at.span = span_of_bytes(f->tape.source, f->error.line, f->error.offset, f->error.end);
    report(c, at, "%.*s: %s", STR_ARG(problem(f->error.message)), advice);
    prow_says(c, "%.*s", STR_ARG(prow_error_envelope(check_arena(c), check_window(c), f, f->error.message)));
}
