/* What a side says of merging, as a packed record. */
#include "gate/state_side.h"

/* A field that is added to these has to be added here, and STATE_FORMAT to be raised. */
_Static_assert(sizeof(void *) != 8 || (sizeof(struct delta_query) == 184 && sizeof(struct delta_merge_point) == 176 &&
                                       sizeof(struct delta_plugin) == 72 && sizeof(struct delta_option_entry) == 80),
               "struct delta_merging has changed");

enum { LEAST_QUERY = 16, LEAST_POINT = 16, LEAST_PLUGIN = 4 };

static void pack_list_of_texts(struct pack *p, struct delta_texts *t)
{
    PACK_LIST(p, t->items, &t->count, 1);
    for (size_t i = 0; i < t->count; i++)
        pack_text(p, &t->items[i]);
}

static void pack_query(struct pack *p, struct delta_query *q)
{
    struct delta_texts *const lists[] = { &q->labels, &q->missing, &q->included,      &q->excluded,
                                          &q->orgs,   &q->repos,   &q->excluded_repos };

    pack_text(p, &q->author);
    pack_text(p, &q->milestone);
    pack_bool(p, &q->reviewed);
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        pack_list_of_texts(p, lists[i]);
    state_pack_place(p, &q->at);
}

static void pack_point(struct pack *p, struct delta_merge_point *m)
{
    bool *const switches[] = { &m->protect_given, &m->protect, &m->unmanaged,    &m->strict,         &m->admins,
                               &m->code_owners,   &m->listed,  &m->skip_unknown, &m->from_protection };

    pack_text(p, &m->repo);
    pack_text(p, &m->branch);
    for (size_t i = 0; i < COUNT_OF(switches); i++)
        pack_bool(p, switches[i]);
    pack_u32(p, &m->approvals);
    pack_list_of_texts(p, &m->include);
    pack_list_of_texts(p, &m->exclude);
    pack_text(p, &m->method);
    pack_uint(p, &m->batch);
    state_pack_place(p, &m->protection_at);
    state_pack_place(p, &m->options_at);
}

static void pack_entry(struct pack *p, struct delta_option_entry *e)
{
    pack_text(p, &e->plugin);
    pack_list_of_texts(p, &e->repos);
    PACK_LIST(p, e->options, &e->option_count, 2);
    for (size_t i = 0; i < e->option_count; i++) {
        pack_text(p, &e->options[i].name);
        pack_text(p, &e->options[i].value);
    }
    state_pack_place(p, &e->at);
}

static void pack_plugins(struct pack *p, struct delta_merging *m)
{
    pack_bool(p, &m->plugins_known);
    PACK_LIST(p, m->plugins, &m->plugin_count, LEAST_PLUGIN);
    for (size_t i = 0; i < m->plugin_count; i++) {
        pack_text(p, &m->plugins[i].where);
        pack_text(p, &m->plugins[i].name);
        pack_bool(p, &m->plugins[i].external);
        state_pack_place(p, &m->plugins[i].at);
    }
    PACK_LIST(p, m->orgs, &m->org_count, 2);
    for (size_t i = 0; i < m->org_count; i++) {
        pack_text(p, &m->orgs[i].org);
        pack_list_of_texts(p, &m->orgs[i].excluded);
    }
    PACK_LIST(p, m->entries, &m->entry_count, LEAST_PLUGIN);
    for (size_t i = 0; i < m->entry_count; i++)
        pack_entry(p, &m->entries[i]);
}

void state_pack_merging(struct pack *p, struct delta_merging *m)
{
    pack_bool(p, &m->known);
    pack_bool(p, &m->protect_tested);
    PACK_LIST(p, m->queries, &m->query_count, LEAST_QUERY);
    for (size_t i = 0; i < m->query_count; i++)
        pack_query(p, &m->queries[i]);
    PACK_LIST(p, m->points, &m->point_count, LEAST_POINT);
    for (size_t i = 0; i < m->point_count; i++)
        pack_point(p, &m->points[i]);
    pack_plugins(p, m);
}
