#include "delta/branch_names.h"

const struct str branch_nobody_names = STR_INIT("branch.that-nobody/writes~down");

static void add_name(struct map *names, struct str s)
{
    struct str plain;
    char *p;

    s = str_trim_suffix(str_trim_prefix(s, STR("^")), STR("$"));
    if (s.len == 0)
        return;
    p = arena_take(names->arena, s.len);
    plain = (struct str){ p, 0 };
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '\\' || i + 1 == s.len || (s.p[i + 1] != '.' && s.p[i + 1] != '-'))
            p[plain.len++] = s.p[i];
    map_at(names, plain);
}

void branch_names_add(struct map *names, const struct str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str rest = list[i], one;
        /* Within parentheses an alternative is no name. */
        if (str_find_char(rest, '(') != SIZE_MAX) {
            add_name(names, rest);
            continue;
        }
        while (rest.len) {
            str_cut(rest, '|', &one, &rest);
            add_name(names, one);
        }
    }
}
