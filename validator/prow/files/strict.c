#include "prow/files/strict.h"

#include "base/quote.h"
#include "schema/decode.h"

struct checking {
    const struct rule_settings *settings;
    struct findings *out;
    const struct prow_file *file;
    struct arena *arena;
    struct str rule;
    const struct node *first; /* the key that Prow names */
};

/* The rule that reads this file strictly; empty where none does. The wider one takes the place of the other, as in
 * checkconfig. */
static struct str rule_for(const struct rule_settings *s, enum prow_role role)
{
    struct str all = STR("unknown-fields-all"), main_only = STR("unknown-fields"), inrepo = STR("inrepo-unknown-field");

    switch (role) {
    case ROLE_CONFIG:
    case ROLE_PLUGINS:
        return rule_is_on(s, all) ? all : rule_is_on(s, main_only) ? main_only : STR("");
    case ROLE_JOBS:
        return rule_is_on(s, all) ? all : STR("");
    case ROLE_INREPO:
        return rule_is_on(s, inrepo) ? inrepo : STR("");
    case ROLE_SUPPLEMENTAL_CONFIG:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        break;
    }
    return STR("");
}

/* validateUnknownFields names the file in words of its own; a strict load uses those of loading. */
static struct str words(const struct checking *k, struct str json_error)
{
    if (k->file->role == ROLE_PLUGINS || str_eq(k->rule, STR("unknown-fields")))
        return ARENA_JOIN(&k->out->arena, STR("unknown fields or bad config in "), k->file->path,
                          STR(": error unmarshaling JSON: while decoding JSON: "), json_error);
    return prow_json_envelope(&k->out->arena, k->settings->window, k->file, json_error);
}

static bool is_unknown(enum decode_kind kind)
{
    return kind == DECODE_UNKNOWN_FIELD || kind == DECODE_FIELD_TOO_NEW || kind == DECODE_FIELD_REMOVED;
}

static void tell(void *context, const struct decode_problem *p)
{
    struct checking *k = context;
    struct str name = node_text(p->at), quoted = arena_quote(k->arena, name);
    struct finding *f;

    if (!is_unknown(p->kind) || !p->refused)
        return;
    f = report_rule(k->settings, k->out, k->rule, prow_place(k->file, p->at),
                    "\"%.*s\" is no field that deployed Prow knows here: read strictly, this file is refused%s%.*s%s",
                    STR_ARG(name), p->suggestion.len ? "; did you mean " : "", STR_ARG(p->suggestion),
                    p->suggestion.len ? "?" : "");
    f->path = arena_copy(&k->out->arena, p->path);
    if (!k->first || p->at == k->first) {
        k->first = p->at;
        f->prow_message = words(k, ARENA_JOIN(k->arena, STR("json: unknown field "), quoted));
    }
}

void strict_check(const struct typed_window *t, const struct rule_settings *s, struct findings *out,
                  const struct prow_file *f, struct arena *a)
{
    struct checking k = { .settings = s, .out = out, .file = f, .arena = a, .rule = rule_for(s, f->role) };
    struct decode_options options = { .window = &t->strict, .short_paths = t->short_paths, .strict = true };
    struct decode_result result;

    if (k.rule.len == 0)
        return;
    decode(&f->tape, typed_root(f->role), &options, a, NULL, NULL, &result);
    if (!result.refused_by_any)
        return;
    k.first = result.at;
    decode(&f->tape, typed_root(f->role), &options, a, tell, &k, &result);
}
