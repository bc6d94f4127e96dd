#include "syntax/regex/regex.h"

/* What a pattern came to in one version of Go. */
struct set_entry {
    struct set_entry *next; /* the same pattern in another version */
    int go_minor;
    struct regex *re; /* NULL: refused */
    struct regex_error error;
};

static struct set_entry *find_version(struct set_entry *entry, int go_minor)
{
    while (entry && entry->go_minor != go_minor)
        entry = entry->next;
    return entry;
}

static struct set_entry *add(struct regex_set *set, struct str pattern, int go_minor)
{
    void **place = map_at(&set->entries, arena_copy(&set->arena, pattern));
    struct set_entry *entry = ARENA_NEW(&set->arena, struct set_entry);

    entry->next = *place;
    entry->go_minor = go_minor;
    regex_compile(&entry->re, &set->arena, pattern, go_minor, &entry->error);
    *place = entry;
    return entry;
}

const struct regex *regex_set_get(struct regex_set *set, struct str pattern, int go_minor, struct regex_error *e)
{
    struct set_entry *entry;

    if (!set->entries.arena)
        map_init(&set->entries, &set->arena);
    entry = find_version(map_get(&set->entries, pattern), go_minor);
    if (!entry)
        entry = add(set, pattern, go_minor);
    if (!entry->re)
        *e = entry->error;
    return entry->re;
}

void regex_set_free(struct regex_set *set)
{
    for (size_t i = 0; i < set->entries.count; i++)
        for (struct set_entry *entry = set->entries.entries[i].value; entry; entry = entry->next)
            regex_free(entry->re);
    arena_free(&set->arena);
    *set = (struct regex_set){ 0 };
}
