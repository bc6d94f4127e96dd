#include "command/args.h"

#include "base/nearest.h"

#include <string.h>

static const struct flag *find(const struct flag *flags, struct str name)
{
    for (; flags->name; flags++)
        if (str_eq(str_c(flags->name), name))
            return flags;
    return NULL;
}

static bool unknown(struct arena *arena, const struct flag *flags, struct str name, struct str *error)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;

    for (const struct flag *f = flags; f->name; f++)
        if (nearest_better(name, str_c(f->name), &least))
            best = f->name;
    *error = best ? arena_printf(arena, "unknown flag --%.*s; did you mean --%s?", STR_ARG(name), best)
                  : arena_printf(arena, "unknown flag --%.*s", STR_ARG(name));
    return false;
}

static bool is_number(struct str s)
{
    if (s.len == 0 || s.len > 9)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

struct words {
    int argc, at;
    char **argv;
};

/* One flag and its value, which may be the next word. */
static bool take_flag(struct args *a, struct arena *arena, struct words *w, struct str *error)
{
    struct str name, value, body = str_from(str_c(w->argv[w->at]), 2);
    bool inlined = str_cut(body, '=', &name, &value);
    const struct flag *f = find(a->flags, name);

    if (!f)
        return unknown(arena, a->flags, name, error);
    if (f->kind == FLAG_SWITCH && inlined) {
        *error = arena_printf(arena, "--%s takes no value", f->name);
        return false;
    }
    if (f->kind != FLAG_SWITCH && !inlined) {
        if (w->at + 1 >= w->argc) {
            *error = arena_printf(arena, "--%s needs a value: --%s %s", f->name, f->name, f->value);
            return false;
        }
        value = str_c(w->argv[++w->at]);
    }
    if (f->kind != FLAG_SWITCH && value.len == 0) {
        *error = arena_printf(arena, "--%s is empty: --%s %s", f->name, f->name, f->value);
        return false;
    }
    if (f->kind == FLAG_NUMBER && !is_number(value)) {
        *error = arena_printf(arena, "--%s needs a whole number, not \"%.*s\"", f->name, STR_ARG(value));
        return false;
    }
    a->given[a->given_count++] = (struct given){ f, value };
    return true;
}

bool args_parse(struct args *a, struct arena *arena, const struct flag *flags, int argc, char **argv, struct str *error)
{
    struct words w = { argc, 0, argv };
    bool only_words = false;

    *a = (struct args){ .flags = flags };
    a->given = ARENA_ARRAY(arena, struct given, (size_t)argc);
    a->words = ARENA_ARRAY(arena, struct str, (size_t)argc);
    for (; w.at < argc; w.at++) {
        struct str word = str_c(argv[w.at]);
        if (!only_words && str_eq(word, STR("--"))) {
            only_words = true;
        } else if (!only_words && str_eq(word, STR("-h")) && find(flags, STR("help"))) {
            a->given[a->given_count++] = (struct given){ find(flags, STR("help")), STR("") };
        } else if (!only_words && str_starts(word, STR("--"))) {
            if (!take_flag(a, arena, &w, error))
                return false;
        } else if (!only_words && word.len > 1 && word.p[0] == '-') {
            *error = arena_printf(arena, "unknown flag %.*s: flags are long, as --help", STR_ARG(word));
            return false;
        } else {
            a->words[a->word_count++] = word;
        }
    }
    return true;
}

bool args_has(const struct args *a, const char *name)
{
    struct str value;

    return args_nth(a, name, 0, &value);
}

struct str args_text(const struct args *a, const char *name, struct str otherwise)
{
    for (size_t i = a->given_count; i > 0; i--)
        if (strcmp(a->given[i - 1].flag->name, name) == 0)
            return a->given[i - 1].value;
    return otherwise;
}

bool args_nth(const struct args *a, const char *name, size_t n, struct str *value)
{
    for (size_t i = 0; i < a->given_count; i++)
        if (strcmp(a->given[i].flag->name, name) == 0 && n-- == 0)
            return *value = a->given[i].value, true;
    return false;
}

unsigned args_number(const struct args *a, const char *name, unsigned otherwise)
{
    struct str s = args_text(a, name, STR(""));
    unsigned v = 0;

    for (size_t i = 0; i < s.len; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return s.len ? v : otherwise;
}
