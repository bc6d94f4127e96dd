#include "simulate/trust.h"

#include "prow/versions/library.h"
#include "schema/behaviour.h"

static bool lists(const struct setting *list, struct arena *a, struct str one, struct str other)
{
    if (node_kind(list->value) != NODE_SEQUENCE)
        return false;
    for (struct setting e = { 0 }; setting_next(a, list, &e);)
        if (str_eq(setting_text(&e), one) || str_eq(setting_text(&e), other))
            return true;
    return false;
}

static struct setting known(const struct simulation *s, const struct setting *entry, const char *field)
{
    struct setting found = setting_get(s->arena, entry, field);

    if (found.value && !field_may_be_known(s->window, "prow/plugins", "Trigger", str_c(field)))
        found.value = NULL;
    return found;
}

static void read_entry(struct trigger_options *o, const struct simulation *s, const struct setting *entry)
{
    struct setting org = known(s, entry, "trusted_org"), url = known(s, entry, "join_org_url");
    struct setting apps = known(s, entry, "trusted_apps"), members = known(s, entry, "only_org_members");
    struct setting ignore = known(s, entry, "ignore_ok_to_test");

    *o = (struct trigger_options){
        .trusted_org = setting_text(&org),
        .join_org_url = setting_text(&url),
        .only_org_members = node_true(members.value),
        .ignore_ok_to_test = node_true(ignore.value),
        .trusted_apps = ARENA_ARRAY(s->arena, struct str, setting_count(&apps)),
    };
    if (o->trusted_org.len && !o->join_org_url.len)
        o->join_org_url = ARENA_JOIN(s->arena, STR("https://github.com/orgs/"), o->trusted_org, STR("/people"));
    if (node_kind(apps.value) == NODE_SEQUENCE)
        for (struct setting e = { 0 }; setting_next(s->arena, &apps, &e);)
            o->trusted_apps[o->trusted_app_count++] = setting_text(&e);
}

static const struct prow_file *plugin_file(const struct prow_tree *t, size_t n)
{
    return n ? prow_tree_file(t, ROLE_SUPPLEMENTAL_PLUGINS, n - 1) : prow_tree_file(t, ROLE_PLUGINS, 0);
}

void trigger_options_read(struct trigger_options *o, const struct simulation *s)
{
    struct str full = ARENA_JOIN(s->arena, s->org, STR("/"), s->repo);
    const struct prow_file *f;

    *o = (struct trigger_options){ .trusted_org = STR(""), .join_org_url = STR("") };
    for (size_t n = 0; (f = plugin_file(s->tree, n)); n++) {
        struct setting whole = setting_whole(f), list = setting_get(s->arena, &whole, "triggers"), e = { 0 };
        while (node_kind(list.value) == NODE_SEQUENCE && setting_next(s->arena, &list, &e)) {
            struct setting repos = setting_get(s->arena, &e, "repos");
            if (!lists(&repos, s->arena, s->org, full))
                continue;
            read_entry(o, s, &e);
            return;
        }
    }
}

bool is_trusted(const struct trigger_options *o, const struct simulation *s, const struct person *p)
{
    struct str name = str_trim_suffix(p->name, STR("[bot]"));

    if (p->bot && behaviour_may_hold(s->window, BEHAVIOUR_TRIGGER_TRUSTS_ITSELF))
        return true;
    if (p->member || (p->collaborator && !o->only_org_members))
        return true;
    for (size_t i = 0; i < o->trusted_app_count; i++)
        if (str_eq(name, o->trusted_apps[i]))
            return true;
    return false;
}
