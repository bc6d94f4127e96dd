#include "command/versions.h"

#include "schema/gowords.h"
#include "schema/mainline.h"

enum { MOST_PATHS = 3 };

/* Neither switch has a default: the compiler names what is missing here when a class or a place is added. */
const char *behaviour_class_name(enum behaviour_class class)
{
    switch (class) {
    case CLASS_LOOSENED:
        return "loosened";
    case CLASS_TIGHTENED:
        return "tightened";
    case CLASS_BOTH:
        return "both";
    case CLASS_SILENT:
        return "silent";
    case CLASS_WORDS:
        return "words";
    case CLASS_FORM:
        return "form";
    }
    return "";
}

const char *behaviour_where_name(enum behaviour_where where)
{
    switch (where) {
    case WHERE_LOAD:
        return "config";
    case WHERE_PLUGINS:
        return "plugins";
    case WHERE_INREPO:
        return ".prow.yaml";
    case WHERE_CC:
        return "checkconfig";
    case WHERE_PERIBOLOS:
        return "peribolos";
    case WHERE_OWNERS:
        return "owners";
    case WHERE_RUN:
        return "runtime";
    }
    return "";
}

/* "presubmits.*[].labels, postsubmits.*[].labels, and 3 more". */
static struct str paths_of(struct arena *a, const struct field_change *f)
{
    size_t shown = f->path_count > MOST_PATHS + 1 ? MOST_PATHS : f->path_count;
    struct str paths = STR("");

    for (size_t i = 0; i < shown; i++)
        paths = ARENA_JOIN(a, paths, i ? STR(", ") : STR(""), f->paths[i]);
    if (shown == f->path_count)
        return paths;
    return arena_printf(a, "%.*s, and %zu more", STR_ARG(paths), f->path_count - shown);
}

struct printer {
    const struct comparison *comparison;
    struct arena *arena;
    const char *indent;
    struct buf *out;
};

static void put_head(const struct printer *p, const char *title, size_t *lines)
{
    if ((*lines)++ == 0)
        buf_printf(p->out, "%s%s\n", p->indent, title);
}

static void put_start(const struct printer *p, uint32_t position, const char *file)
{
    buf_printf(p->out, "%s  %.*s  %-11s  ", p->indent, STR_ARG(version_tag(position, p->arena)), file);
}

static void put_end(const struct printer *p, bool unsure)
{
    buf_put(p->out, unsure ? STR(" (unsure)\n") : STR("\n"));
}

/* What a check that is taken back comes to. */
static enum behaviour_class effect(const struct check_change *c)
{
    enum behaviour_class class = behaviours[c->behaviour].class;

    if (c->gone && class == CLASS_LOOSENED)
        return CLASS_TIGHTENED;
    return c->gone && class == CLASS_TIGHTENED ? CLASS_LOOSENED : class;
}

static void put_checks(const struct printer *p, enum behaviour_class class, const char *title)
{
    const struct changes *c = &p->comparison->changes;
    size_t lines = 0;

    for (size_t i = 0; i < c->check_count; i++) {
        const struct behaviour_info *b = &behaviours[c->checks[i].behaviour];
        if (effect(&c->checks[i]) != class)
            continue;
        put_head(p, title, &lines);
        put_start(p, b->since, behaviour_where_name(b->where));
        buf_printf(p->out, "%.*s: %s%.*s [%.*s]", STR_ARG(b->subject), c->checks[i].gone ? "no longer so: " : "",
                   STR_ARG(b->what), STR_ARG(b->id));
        put_end(p, c->checks[i].unsure);
    }
}

static void put_fields(const struct printer *p, enum change_kind kind, const char *title)
{
    const struct changes *c = &p->comparison->changes;
    size_t lines = 0;

    for (size_t i = 0; i < c->field_count; i++) {
        const struct field_change *f = &c->fields[i];
        if (f->kind != kind)
            continue;
        put_head(p, title, &lines);
        put_start(p, f->position, f->file);
        buf_printf(p->out, "%.*s (%.*s", STR_ARG(paths_of(p->arena, f)),
                   STR_ARG(go_type_words(p->arena, f->field->type)));
        if (f->former)
            buf_printf(p->out, ", was %.*s", STR_ARG(go_type_words(p->arena, f->former->type)));
        buf_printf(p->out, ")%s%s", f->field->doc ? ": " : "", f->field->doc ? f->field->doc : "");
        put_end(p, f->unsure);
    }
}

static void put_values(const struct printer *p, enum change_kind kind, const char *title)
{
    const struct changes *c = &p->comparison->changes;
    size_t lines = 0;

    for (size_t i = 0; i < c->value_count; i++) {
        const struct value_change *v = &c->values[i];
        if (v->kind != kind)
            continue;
        put_head(p, title, &lines);
        put_start(p, v->position, v->file);
        buf_printf(p->out, "%.*s: %.*s", STR_ARG(v->path), STR_ARG(v->value));
        put_end(p, v->unsure);
    }
}

void changes_text(const struct comparison *c, struct arena *a, const char *indent, struct buf *out)
{
    const struct printer p = { c, a, indent, out };
    size_t before = out->len;

    put_checks(&p, CLASS_TIGHTENED, "tightened: what was accepted may be refused");
    put_checks(&p, CLASS_BOTH, "both: stricter in one thing, looser in another, or new and with rules of its own");
    put_checks(&p, CLASS_SILENT, "silent: no error, but something is ignored or means something else");
    put_checks(&p, CLASS_FORM, "form: jobs are loaded in another form");
    put_checks(&p, CLASS_LOOSENED, "loosened: what was refused is accepted");
    put_checks(&p, CLASS_WORDS, "words: what is refused as before is refused in other words");
    put_fields(&p, CHANGE_REMOVED, "fields that are gone");
    put_fields(&p, CHANGE_FORM, "fields that take something else");
    put_fields(&p, CHANGE_ADDED, "new fields");
    put_values(&p, CHANGE_REMOVED, "values that are gone");
    put_values(&p, CHANGE_ADDED, "new values");
    if (str_has(str_from(buf_str(out), before), STR(" (unsure)\n")))
        buf_printf(out, "%sunsure: a version that is known by its day only may stand before that commit or after it\n",
                   indent);
    if (out->len == before)
        buf_printf(out, "%snothing that configuration could notice\n", indent);
}

static uint32_t latest(const struct window *w)
{
    uint32_t at = 0;

    for (size_t i = 0; i < w->count; i++)
        if (w->versions[i].latest > at)
            at = w->versions[i].latest;
    return at;
}

void comparison_text(const struct comparison *c, struct arena *a, struct buf *out)
{
    uint32_t from = latest(&c->from.window), to = latest(&c->to.window);

    buf_printf(out, "%.*s..%.*s: %u commits%s\n", STR_ARG(c->from.name), STR_ARG(c->to.name),
               (unsigned)(to > from ? to - from : from - to), c->backward ? " back" : "");
    changes_text(c, a, "", out);
}
