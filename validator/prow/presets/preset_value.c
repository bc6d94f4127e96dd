#include "prow/presets/preset_value.h"

#include "prow/jobs/effective.h"

static const struct govalue *value_of(struct effective *e, struct preset_value *p)
{
    struct origin *origin;
    const struct node *at;
    struct str error;

    if (p->asked)
        return p->value;
    p->asked = true;
    origin = ARENA_NEW(e->arena, struct origin);
    *origin = (struct origin){
        ORIGIN_PRESET,
        p->preset->file,
        arena_printf(e->arena, "preset %.*s", STR_ARG(preset_name(e->arena, p->preset))),
    };
    p->value = effective_decode(e, e->arena, p->preset->file, p->preset->node, go_type_find("prow/jobs", "Preset"),
                                origin, &error, &at);
    return p->value;
}

static bool matches(const struct effective *e, const struct govalue *preset, const struct govalue *labels)
{
    const struct govalue *own = govalue_field(preset, STR("labels"), &e->go, NULL), *value;

    for (size_t i = 0; own && i < own->count; i++) {
        value = labels ? govalue_entry(labels, own->keys[i]) : NULL;
        if (!value || !str_eq(value->text, own->items[i]->text))
            return false;
    }
    return true;
}

/* What two entries of a list may not have both: their names, and for tolerations all there is. */
static struct str identity(const struct effective *e, struct arena *a, const struct govalue *v, bool whole)
{
    const struct govalue *name = govalue_field(v, STR("name"), &e->go, NULL);
    struct buf json = { 0 };
    struct str text;

    if (!whole)
        return name ? name->text : STR("");
    govalue_json(v, &e->go, a, &json);
    text = arena_copy(a, buf_str(&json));
    buf_free(&json);
    return text;
}

/* One list of a preset, and where it goes. */
struct addition {
    struct effective *e;
    struct arena *arena;
    const struct govalue *list; /* the preset's */
    const char *what;           /* as Prow calls it in its complaint */
    bool whole;
    struct str error;
    const struct node *at;
};

/* Appends to the list named field of holder. */
static bool append(struct addition *d, struct govalue *holder, struct str field)
{
    struct govalue **place, *into = govalue_field(holder, field, &d->e->go, &place);
    struct map seen;

    if (!place || !d->list || d->list->count == 0)
        return true;
    if (!into)
        *place = into = govalue_new(d->arena, d->list->declared);
    map_init(&seen, d->arena);
    for (size_t i = 0; i < into->count; i++)
        *map_at(&seen, identity(d->e, d->arena, into->items[i], d->whole)) = into;
    for (size_t i = 0; i < d->list->count; i++) {
        struct str id = identity(d->e, d->arena, d->list->items[i], d->whole);
        void **known = map_at(&seen, id);
        if (*known) {
            d->error = ARENA_JOIN(d->arena, str_c(d->what), STR(" duplicated in pod spec: "), id);
            d->at = d->list->items[i]->node;
            return false;
        }
        *known = into;
        govalue_append(d->arena, into, d->list->items[i]);
    }
    return true;
}

static bool append_to_containers(struct addition *d, struct govalue *spec, struct str field)
{
    struct govalue *containers = govalue_field(spec, STR("containers"), &d->e->go, NULL);

    for (size_t i = 0; containers && i < containers->count; i++)
        if (!append(d, containers->items[i], field))
            return false;
    return true;
}

bool preset_value_merge(struct effective *e, struct arena *a, struct preset_value *p, const struct govalue *labels,
                        struct govalue *spec, struct str *error, const struct node **at)
{
    static const struct {
        struct str list, field;
        const char *what;
        bool of_container, whole;
    } parts[] = {
        { STR_INIT("env"), STR_INIT("env"), "env var", true, false },
        { STR_INIT("volumes"), STR_INIT("volumes"), "volume", false, false },
        { STR_INIT("volumeMounts"), STR_INIT("volumeMounts"), "volume mount", true, false },
        { STR_INIT("tolerations"), STR_INIT("tolerations"), "toleration", false, true },
    };
    const struct govalue *v = value_of(e, p);

    if (!v || !matches(e, v, labels))
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct addition d = { e,     a,   govalue_field(v, parts[i].list, &e->go, NULL), parts[i].what, parts[i].whole,
                              { 0 }, NULL };
        if (parts[i].of_container ? append_to_containers(&d, spec, parts[i].field) : append(&d, spec, parts[i].field))
            continue;
        *error = d.error;
        *at = d.at;
        return false;
    }
    return true;
}
