#include "gate/first_use.h"

#include "prow/files/typed.h"
#include "schema/decode.h"

/* YOUNG: days by which the oldest version that runs may be younger than what it has to know, and still be doubted. */
enum { LARGEST_FILE = 64 << 20, YOUNG = 90 };

/* A field or a value. One name that came at one time is one, wherever it may stand. */
struct use {
    struct str name;
    uint16_t since, until; /* as in struct go_field */
    bool known;            /* BEFORE has it, too */
    struct place at;
};

struct looking {
    struct arena arena, keys;
    struct go_window window;
    const struct rule_settings *settings;
    struct map by_name; /* struct use, by name and since */
    struct use **uses;
    size_t count, cap;
    bool learning; /* of BEFORE's files: what they use is known */
    struct str path;
    const struct tape *tape;
};

static void note(struct looking *k, struct str name, uint16_t since, uint16_t until, const struct node *at)
{
    struct str key;
    struct use *u;

    if (since == 0)
        return;
    key = arena_printf(&k->keys, "%u %.*s", since, STR_ARG(name));
    u = map_get(&k->by_name, key);
    if (k->learning) {
        if (u)
            u->known = true;
        return;
    }
    if (u)
        return;
    u = ARENA_NEW(&k->arena, struct use);
    *u = (struct use){ name, since, until, false, { k->path, tape_span(k->tape, at), false } };
    *map_at(&k->by_name, arena_copy(&k->arena, key)) = u;
    *ARENA_PUSH(&k->arena, k->uses, k->count, k->cap) = u;
}

static void seen(void *context, enum decode_event event, const struct go_type *type, const struct go_field *field,
                 struct str text, const struct node *at)
{
    struct looking *k = context;

    if (event == EVENT_FIELD)
        note(k, field->name, field->since, field->until, at);
    for (unsigned i = 0; event == EVENT_SCALAR && type && i < type->value_count; i++)
        if (str_eq(type->values[i].text, text))
            note(k, type->values[i].text, type->values[i].since, type->values[i].until, at);
}

/* What is no YAML, or too large, is complained of where it is loaded. */
static void look_into(struct looking *k, const struct prow_input *in, const struct buf *bytes)
{
    const struct decode_sink sink = { seen, k };
    const struct decode_options options = { .window = &k->window, .sink = &sink, .value_only = true };
    struct prow_file file = { .path = in->path, .role = in->role };
    struct decode_result result;
    struct arena a = { 0 };

    k->path = in->path;
    k->tape = &file.tape;
    if (prow_file_parse(&file, buf_str(bytes), &a) && file.tape.root)
        decode(&file.tape, typed_root(in->role), &options, &a, NULL, NULL, &result);
    arena_reset(&k->keys);
    arena_free(&a);
}

static bool read_file(const struct side *s, struct str path, struct buf *bytes)
{
    struct fs_error error;

    return fs_read(s->fs, path, LARGEST_FILE, bytes, &error);
}

/* Whether BEFORE has the same bytes at the same path. */
static bool is_same(const struct side *before, const struct prow_inputs *in, const struct plan *plan, size_t i,
                    const struct buf *bytes, struct buf *other)
{
    if (plan)
        return plan->same[i];
    return read_file(before, in->files[i].path, other) && str_eq(buf_str(bytes), buf_str(other));
}

static void look_at_after(struct looking *k, const struct side *before, const struct side *after,
                          const struct prow_inputs *in, const struct plan *plan)
{
    struct buf bytes = { 0 }, other = { 0 };

    for (size_t i = 0; i < in->count; i++)
        if (!(plan && plan->same[i]) && read_file(after, in->files[i].path, &bytes) &&
            !is_same(before, in, plan, i, &bytes, &other))
            look_into(k, &in->files[i], &bytes);
    buf_free(&bytes);
    buf_free(&other);
}

static bool names_one(const struct looking *k, struct str text)
{
    for (size_t i = 0; i < k->count; i++)
        if (!k->uses[i]->known && str_find(text, k->uses[i]->name) != SIZE_MAX)
            return true;
    return false;
}

static void look_at_before(struct looking *k, const struct side *before, const struct prow_inputs *in)
{
    struct buf bytes = { 0 };

    k->learning = true;
    for (size_t i = 0; i < in->count; i++)
        if (read_file(before, in->files[i].path, &bytes) && names_one(k, buf_str(&bytes)))
            look_into(k, &in->files[i], &bytes);
    buf_free(&bytes);
}

/* The oldest that runs; NULL without any. */
static const struct version *oldest(const struct window *w)
{
    const struct version *least = NULL;

    for (size_t i = 0; w && i < w->count; i++)
        if (!least || version_compare(&w->versions[i], least) < 0)
            least = &w->versions[i];
    return least;
}

/* One that some version that runs does not know, or not any more, has a rule of its own, which says more. */
static void tell(struct looking *k, const struct use *u, struct findings *out)
{
    const struct version *old = oldest(k->settings->window);
    uint32_t position = go_version_position(u->since, VERSION_NEVER);
    int32_t since = position == VERSION_NEVER ? 0 : version_day_of(position);
    struct place at = u->at;
    struct finding *f;
    bool young;

    if (!old || position == VERSION_NEVER ||
        version_has(old, position, go_version_position(u->until, VERSION_NEVER)) != SHARE_ALL)
        return;
    young = old->day - since < YOUNG;
    at.file = arena_copy(&out->arena, at.file);
    f = report_rule(k->settings, out, STR("first-use-of-field"), at,
                    "nothing used %.*s before; Prow knows it from %.*s on, and %.*s is the oldest that runs%s",
                    STR_ARG(u->name), STR_ARG(version_tag(position, &out->arena)), STR_ARG(old->text),
                    young ? ": see that all that reads this file is that new" : "");
    if (f && young && f->severity == SEVERITY_INFO)
        f->severity = SEVERITY_WARNING;
}

void first_use_report(const struct side *before, const struct side *after, const struct plan *plan,
                      const struct rule_settings *settings, struct findings *out)
{
    struct looking k = { .settings = settings };
    struct prow_inputs was = { 0 }, is = { 0 };

    if (!before->fs || !after->fs || before->resolved || after->resolved || before->one_file || after->one_file ||
        !rule_is_on(settings, STR("first-use-of-field")))
        return;
    map_init(&k.by_name, &k.arena);
    go_window_newest(&k.window, &k.arena);
    if (plan)
        is = plan->after.inputs;
    else
        prow_inputs_find(&is, &k.arena, after->fs, &after->paths, settings->window);
    look_at_after(&k, before, after, &is, plan);
    if (k.count) {
        if (plan)
            was = plan->before.inputs;
        else
            prow_inputs_find(&was, &k.arena, before->fs, &before->paths, settings->window);
        look_at_before(&k, before, &was);
    }
    for (size_t i = 0; i < k.count; i++)
        if (!k.uses[i]->known)
            tell(&k, k.uses[i], out);
    arena_free(&k.keys);
    arena_free(&k.arena);
}
