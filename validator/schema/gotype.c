#include "schema/gotype.h"

#include "syntax/tape.h"

#include <string.h>

const struct go_type *go_type_find(const char *file, const char *name)
{
    for (uint16_t low = 0, high = go_root_count; low < high;) {
        uint16_t at = (uint16_t)((low + high) / 2);
        int cmp = strcmp(name, go_roots[at].name);

        if (cmp == 0)
            cmp = strcmp(file, go_roots[at].file);
        if (cmp == 0)
            return go_roots[at].type;
        if (cmp < 0)
            high = at;
        else
            low = at + 1;
    }
    return NULL;
}

/* Letters outside ASCII that fold to ASCII ones (U+017F, U+212A) defeat the hash. */
static const struct go_field *find_folding(const struct go_struct *s, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.p[i] < 0x80)
            continue;
        for (uint16_t k = 0; k < s->count; k++) {
            if (s->fields[k].head && fold_equal(name, s->fields[k].name))
                return &s->fields[k];
        }
        break;
    }
    return NULL;
}

const struct go_field *go_field_find(const struct go_struct *s, struct str name)
{
    for (uint32_t i = go_name_hash(name) & s->mask; s->slots[i]; i = (i + 1) & s->mask) {
        const struct go_field *f = &s->fields[s->slots[i] - 1];

        if (f->name.len == name.len && (memcmp(f->name.p, name.p, name.len) == 0 || fold_equal(name, f->name)))
            return f;
    }
    return find_folding(s, name);
}

const struct go_field *go_field_spelt(const struct go_struct *s, struct str name)
{
    const struct go_field *head = go_field_find(s, name);

    for (const struct go_field *f = head; f; f = go_field_next(s, f)) {
        if (str_eq(f->name, name))
            return f;
    }
    return head;
}
