#include "command/goflag.h"

#include "base/quote.h"
#include "syntax/scalar/duration.h"

#include <string.h>

struct reading {
    struct args *args;
    struct arena *arena;
    struct str *error;
    int argc, at;
    char **argv;
};

static enum goflag_outcome wrong(struct reading *r, struct str error)
{
    *r->error = error;
    return GOFLAG_WRONG;
}

static const struct flag *find(const struct flag *flags, struct str name)
{
    for (; flags->name; flags++)
        if (str_eq(str_c(flags->name), name))
            return flags;
    return NULL;
}

/* strconv.ParseBool. */
static bool parse_bool(struct str s, struct str *canonical)
{
    static const char *const on[] = { "1", "t", "T", "true", "TRUE", "True" };
    static const char *const off[] = { "0", "f", "F", "false", "FALSE", "False" };

    for (size_t i = 0; i < COUNT_OF(on); i++) {
        if (str_eq(s, str_c(on[i])))
            return *canonical = STR("true"), true;
        if (str_eq(s, str_c(off[i])))
            return *canonical = STR("false"), true;
    }
    return false;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* The base that a prefix names, cut off; 10 without one. */
static int take_base(struct str *s)
{
    static const struct {
        char letter;
        int base;
    } prefixes[] = { { 'x', 16 }, { 'o', 8 }, { 'b', 2 } };

    if (s->len < 2 || s->p[0] != '0')
        return 10;
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if ((s->p[1] | 0x20) == prefixes[i].letter) {
            *s = str_from(*s, 2);
            return prefixes[i].base;
        }
    *s = str_from(*s, 1);
    return 8;
}

/* Why s is no number to strconv.ParseInt(s, 0, 64); NULL when it is one. */
static const char *int_error(struct str s)
{
    bool negative = str_starts(s, STR("-")), prefixed;
    uint64_t n = 0, most = (uint64_t)INT64_MAX + negative;
    size_t before;
    int base;

    if (negative || str_starts(s, STR("+")))
        s = str_from(s, 1);
    before = s.len;
    base = take_base(&s);
    prefixed = s.len < before;
    if (s.len == 0)
        return "parse error";
    for (size_t i = 0; i < s.len; i++) {
        int digit = digit_of(s.p[i]);
        /* An underscore stands between digits, or between the prefix and a digit. */
        if (s.p[i] == '_' && (prefixed || i > 0) && i + 1 < s.len && digit_of(s.p[i + 1]) < base)
            continue;
        if (digit >= base)
            return "parse error";
        if (n > (most - (uint64_t)digit) / (uint64_t)base)
            return "value out of range";
        n = n * (uint64_t)base + (uint64_t)digit;
    }
    return NULL;
}

static const char *value_error(const struct flag *f, struct str value, struct arena *arena)
{
    struct str error;
    int64_t ns;

    if (f->kind == FLAG_NUMBER)
        return int_error(value);
    if (f->kind == FLAG_DURATION && !duration_parse(value, &ns, arena, &error))
        return "parse error";
    return NULL;
}

static enum goflag_outcome take_switch(struct reading *r, const struct flag *f, bool inlined, struct str value)
{
    struct str on = STR("true");

    if (inlined && !parse_bool(value, &on))
        return wrong(r, arena_printf(r->arena, "invalid boolean value %.*s for -%s: parse error",
                                     STR_ARG(arena_quote(r->arena, value)), f->name));
    r->args->given[r->args->given_count++] = (struct given){ f, on };
    return GOFLAG_OK;
}

static enum goflag_outcome take_value(struct reading *r, const struct flag *f, bool inlined, struct str value)
{
    const char *why;

    if (!inlined) {
        if (r->at >= r->argc)
            return wrong(r, arena_printf(r->arena, "flag needs an argument: -%s", f->name));
        value = str_c(r->argv[r->at++]);
    }
    why = value_error(f, value, r->arena);
    if (why)
        return wrong(r, arena_printf(r->arena, "invalid value %.*s for flag -%s: %s",
                                     STR_ARG(arena_quote(r->arena, value)), f->name, why));
    r->args->given[r->args->given_count++] = (struct given){ f, value };
    return GOFLAG_OK;
}

/* One word that begins with a dash (flag.FlagSet.parseOne). */
static enum goflag_outcome take_flag(struct reading *r, struct str word)
{
    struct str body = str_from(word, str_starts(word, STR("--")) ? 2 : 1), name, value;
    const struct flag *f;
    bool inlined;

    if (body.len == 0 || body.p[0] == '-' || body.p[0] == '=')
        return wrong(r, arena_printf(r->arena, "bad flag syntax: %.*s", STR_ARG(word)));
    inlined = str_cut(body, '=', &name, &value);
    f = find(r->args->flags, name);
    if (!f && (str_eq(name, STR("h")) || str_eq(name, STR("help"))))
        return GOFLAG_HELP;
    if (!f)
        return wrong(r, arena_printf(r->arena, "flag provided but not defined: -%.*s", STR_ARG(name)));
    return f->kind == FLAG_SWITCH ? take_switch(r, f, inlined, value) : take_value(r, f, inlined, value);
}

enum goflag_outcome goflag_parse(struct args *a, struct arena *arena, const struct flag *flags, int argc, char **argv,
                                 struct str *error)
{
    struct reading r = { .args = a, .arena = arena, .error = error, .argc = argc, .argv = argv };
    enum goflag_outcome outcome;

    *a = (struct args){ .flags = flags };
    a->given = ARENA_ARRAY(arena, struct given, (size_t)argc);
    a->words = ARENA_ARRAY(arena, struct str, (size_t)argc);
    while (r.at < argc) {
        struct str word = str_c(argv[r.at]);
        if (word.len < 2 || word.p[0] != '-')
            break;
        r.at++;
        if (str_eq(word, STR("--")))
            break;
        outcome = take_flag(&r, word);
        if (outcome != GOFLAG_OK)
            return outcome;
    }
    for (; r.at < argc; r.at++)
        a->words[a->word_count++] = str_c(argv[r.at]);
    return GOFLAG_OK;
}

bool goflag_on(const struct args *a, const char *name)
{
    return str_eq(args_text(a, name, STR("false")), STR("true"));
}

void goflag_usage(struct buf *out, const char *program, const struct flag *flags)
{
    buf_printf(out, "Usage of %s:\n", program);
    for (const struct flag *f = flags; f->name; f++)
        buf_printf(out, "  -%s%s%s\n    \t%s\n", f->name, f->value ? " " : "", f->value ? f->value : "", f->help);
}
