#include "rules/prow/setting_check.h"

#include "base/quote.h"
#include "prow/versions/library.h"
#include "rule/version_note.h"
#include "syntax/scalar/selector.h"
#include "syntax/scalar/url.h"

struct str template_reason(const struct template_error *e, struct str name)
{
    struct str rest = str_trim_prefix(e->message, STR("template: "));
    size_t end;

    if (!str_starts(rest, name))
        return rest;
    rest = str_from(rest, name.len);
    end = str_find(rest, STR(": "));
    return end == SIZE_MAX ? rest : str_from(rest, end + 2);
}

bool setting_check_template(struct check *c, const struct setting *s, struct str name,
                            const struct template_funcs *funcs, struct str says)
{
    struct str text = setting_text(s);
    struct template_error e;
    struct template *parsed;

    if (template_parse(&parsed, check_arena(c), name, text, funcs, &e))
        return true;
    setting_report(c, s, setting_place_in(s, e.offset, (size_t)e.offset + 1),
                   "%.*s is no template that Go accepts: %.*s", STR_ARG(s->path), STR_ARG(template_reason(&e, name)));
    prow_says(c, "%.*s%.*s", STR_ARG(says), STR_ARG(e.message));
    return false;
}

/* Go's words without `parse "...": `. */
static struct str url_reason(struct arena *a, struct str error, struct str text)
{
    struct str prefix = ARENA_JOIN(a, STR("parse "), arena_quote(a, text), STR(": "));

    return str_trim_prefix(error, prefix);
}

bool setting_check_url(struct check *c, const struct setting *s, struct str says)
{
    struct str text = setting_text(s), error;
    struct arena *a = check_arena(c);
    struct url url;

    if (url_parse(text, a, &url, &error))
        return true;
    setting_report(c, s, setting_place(s), "%.*s is no URL: %.*s", STR_ARG(s->path),
                   STR_ARG(url_reason(a, error, text)));
    prow_says(c, "%.*s%.*s", STR_ARG(says), STR_ARG(error));
    return false;
}

bool setting_check_regex(struct check *c, const struct prow_tree *t, const struct setting *s, const struct node *n,
                         struct str says, bool with_error)
{
    struct str text = node_text(n);
    struct regex_error e;

    if (patterns_valid(t->patterns, text, &e))
        return true;
    setting_report(c, s, prow_place_in(s->file, n, e.offset, e.end),
                   "\"%.*s\" is no regular expression that Go accepts: %.*s", STR_ARG(text),
                   STR_ARG(str_trim_prefix(e.message, STR("error parsing regexp: "))));
    prow_says(c, "%.*s%.*s", STR_ARG(says), STR_ARG(with_error ? e.message : STR("")));
    return false;
}

bool setting_check_selector(struct check *c, const struct setting *s, struct str says)
{
    struct selector selector;
    struct str error;

    if (selector_parse(setting_text(s), prow_apimachinery(check_window(c)), check_arena(c), &selector, &error))
        return true;
    setting_report(c, s, setting_place(s), "%.*s is no label selector: %.*s", STR_ARG(s->path), STR_ARG(error));
    prow_says(c, "%.*s%.*s", STR_ARG(says), STR_ARG(error));
    return false;
}

void setting_check_exclusive(struct check *c, const struct setting *one, const struct setting *other,
                             const char *advice, const char *says, enum behaviour tightened)
{
    if (!behaviour_may_hold(check_window(c), tightened))
        return;
    setting_report(c, other, setting_key_place(other), "%.*s and %.*s exclude each other; %s", STR_ARG(one->path),
                   STR_ARG(other->path), advice);
    also(c, setting_key_place(one), "%.*s stands here", STR_ARG(one->path));
    prow_says(c, "%s", says);
    refused_by_some(c, tightened);
}

void setting_check_no_null(struct check *c, const struct prow_tree *t, const char *fields)
{
    struct setting list = setting_find(t, fields);

    for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);) {
        if (e.value)
            continue;
        setting_report(c, &e, setting_place(&e), "%.*s is null, and Prow panics on it; drop it", STR_ARG(e.path));
        prow_says(c, "panic loading config: runtime error: invalid memory address or nil pointer dereference");
    }
}

void refused_by_some(struct check *c, enum behaviour tightened)
{
    if (!behaviour_holds(check_window(c), tightened))
        refused_since(c, tightened);
}
