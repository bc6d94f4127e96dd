#include "delta/reconciler_flags.h"

#include "prow/versions/component_flags.h"

bool reconciler_names_have(const struct reconciler_names *l, struct str text)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_eq(l->names[i], text))
            return true;
    return false;
}

bool reconciler_names_deny(const struct reconciler_names *l, struct str repo)
{
    struct str org, name;

    str_cut(repo, '/', &org, &name);
    return reconciler_names_have(l, org) || reconciler_names_have(l, repo);
}

static bool is_true(struct str value)
{
    static const struct str no[] = { STR_INIT("false"), STR_INIT("0"),     STR_INIT("f"),
                                     STR_INIT("F"),     STR_INIT("FALSE"), STR_INIT("False") };

    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (str_eq(value, no[i]))
            return false;
    return true;
}

static void add(struct arena *a, struct reconciler_names *to, struct str name)
{
    *ARENA_PUSH(a, to->names, to->count, to->cap) = name;
}

/* The lists had another name until 2020. */
static void take(struct reconciler_flags *f, struct arena *a, const struct component_flag *flag)
{
    if (str_eq(flag->name, STR("dry-run")))
        f->dry_run = is_true(flag->value);
    else if (str_eq(flag->name, STR("continue-on-error")))
        f->continue_on_error = is_true(flag->value);
    else if (str_eq(flag->name, STR("denylist")) || str_eq(flag->name, STR("blacklist")))
        add(a, &f->denylist, flag->value);
    else if (str_eq(flag->name, STR("denylist-all")) || str_eq(flag->name, STR("blacklist-all")))
        add(a, &f->denylist_all, flag->value);
}

static void take_first(struct reconciler_flags *f, struct arena *a, const struct components *all)
{
    const struct component *c = all->count ? &all->items[0] : NULL;

    *f = (struct reconciler_flags){ 0 };
    if (!c)
        return;
    *f = (struct reconciler_flags){ .found = true, .dry_run = true, .file = c->file, .line = c->at.line };
    for (size_t i = 0; i < c->count; i++)
        take(f, a, &c->flags[i]);
}

void reconciler_flags_read(struct reconciler_flags *f, struct arena *a, struct str file, struct str text)
{
    struct components all = { 0 };

    components_read(&all, a, file, text, STR("status-reconciler"));
    take_first(f, a, &all);
}

void reconciler_flags_find(struct reconciler_flags *f, struct arena *a, const struct fs *fs, struct str config,
                           struct str jobs)
{
    struct components all = { 0 };

    components_find(&all, a, fs, config, jobs, STR("status-reconciler"));
    take_first(f, a, &all);
}
