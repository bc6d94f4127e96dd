/* The parser's view of single characters, character classes and Perl groups. */
#include "syntax/regex/parser.h"

#include "base/utf8.h"
#include "syntax/regex/unicode_table.h"

#include <string.h>

static bool is_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int hex_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (int)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (int)(c - 'A') + 10;
    return -1;
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/* The digits of \x{...}, p->at being behind the brace. *valid is false where Go breaks off. */
static bool parse_braced_hex(struct regex_parser *p, uint32_t *rune, bool *valid)
{
    uint32_t c, digits = 0;

    *rune = 0;
    *valid = false;
    while (p->at < p->src.len) {
        if (!regex_next_rune(p, &c))
            return false;
        if (c == '}') {
            *valid = digits > 0;
            return true;
        }
        if (hex_digit(c) < 0)
            return true;
        *rune = *rune * 16 + (uint32_t)hex_digit(c);
        if (*rune > RUNE_MAX)
            return true;
        digits++;
    }
    return true;
}

/* What follows \x. */
static bool parse_hex(struct regex_parser *p, uint32_t *rune, bool *valid)
{
    uint32_t high, low;

    *valid = false;
    if (p->at == p->src.len)
        return true;
    if (!regex_next_rune(p, &high))
        return false;
    if (high == '{')
        return parse_braced_hex(p, rune, valid);
    if (!regex_next_rune(p, &low))
        return false;
    *valid = hex_digit(high) >= 0 && hex_digit(low) >= 0;
    if (*valid)
        *rune = (uint32_t)(hex_digit(high) * 16 + hex_digit(low));
    return true;
}

static uint32_t parse_octal(struct regex_parser *p, uint32_t first)
{
    uint32_t rune = first - '0';

    for (int i = 1; i < 3 && is_octal(regex_peek(p, 0)); i++, p->at++)
        rune = rune * 8 + (uint32_t)(regex_peek(p, 0) - '0');
    return rune;
}

bool regex_parse_escape(struct regex_parser *p, uint32_t *rune)
{
    static const char letters[] = "afnrtv", means[] = "\a\f\n\r\t\v";
    size_t from = p->at++;
    const char *letter;
    bool valid = false;
    uint32_t c;

    if (p->at == p->src.len) {
        regex_fail(p, "trailing backslash at end of expression", p->at, p->at);
        p->error->offset = from;
        return false;
    }
    if (!regex_next_rune(p, &c))
        return false;
    /* A digit alone would be a backreference, which Go has not; \0 is octal in any case. */
    if (c == '0' || (c >= '1' && c <= '7' && is_octal(regex_peek(p, 0))))
        return *rune = parse_octal(p, c), true;
    if (c < 0x80 && !is_alnum(c))
        return *rune = c, true;
    if (c == 'x' && !parse_hex(p, rune, &valid))
        return false;
    if (valid)
        return true;
    letter = c < 0x80 ? memchr(letters, (int)c, sizeof letters - 1) : NULL;
    if (!letter)
        return regex_fail(p, "invalid escape sequence", from, p->at);
    *rune = (uint32_t)means[letter - letters];
    return true;
}

struct ascii_class {
    struct str name;
    size_t count;
    struct rune_range ranges[4];
};

/* clang-format off */
static const struct ascii_class perl_classes[] = {
    { STR_INIT("d"), 1, { { '0', '9' } } },
    { STR_INIT("s"), 3, { { '\t', '\n' }, { '\f', '\r' }, { ' ', ' ' } } },
    { STR_INIT("w"), 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
};

static const struct ascii_class posix_classes[] = {
    { STR_INIT("alnum"), 3, { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } } },
    { STR_INIT("alpha"), 2, { { 'A', 'Z' }, { 'a', 'z' } } },
    { STR_INIT("ascii"), 1, { { 0, 0x7F } } },
    { STR_INIT("blank"), 2, { { '\t', '\t' }, { ' ', ' ' } } },
    { STR_INIT("cntrl"), 2, { { 0, 0x1F }, { 0x7F, 0x7F } } },
    { STR_INIT("digit"), 1, { { '0', '9' } } },
    { STR_INIT("graph"), 1, { { '!', '~' } } },
    { STR_INIT("lower"), 1, { { 'a', 'z' } } },
    { STR_INIT("print"), 1, { { ' ', '~' } } },
    { STR_INIT("punct"), 4, { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } } },
    { STR_INIT("space"), 2, { { '\t', '\r' }, { ' ', ' ' } } },
    { STR_INIT("upper"), 1, { { 'A', 'Z' } } },
    { STR_INIT("word"), 4, { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
    { STR_INIT("xdigit"), 3, { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } } },
};
/* clang-format on */

static const struct ascii_class *find_class(const struct ascii_class *table, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(table[i].name, name))
            return &table[i];
    return NULL;
}

/* Adds these ranges, folded where (?i) holds, or everything else. */
static void add_class(struct regex_parser *p, struct rune_class *c, const struct rune_range *ranges, size_t count,
                      bool negated)
{
    struct rune_class folded = { .arena = p->arena };

    if (p->flags & FLAG_FOLD) {
        for (size_t i = 0; i < count; i++)
            unicode_add_folded(&folded, ranges[i].lo, ranges[i].hi, p->go_minor);
        rune_class_clean(&folded);
        ranges = folded.ranges;
        count = folded.count;
    }
    if (negated)
        rune_class_add_others(c, ranges, count);
    else
        rune_class_add_ranges(c, ranges, count);
}

/* The clean ranges of \p{name}; NULL when Go has no such name. Kept, as patterns of many \pL exist. */
static const struct named_class *named_class(struct regex_parser *p, struct str name, bool negated)
{
    struct rune_class table = { .arena = p->arena }, c = { .arena = p->arena };
    bool fold = p->flags & FLAG_FOLD;

    for (size_t i = 0; i < p->class_count; i++)
        if (str_eq(p->classes[i].name, name) && p->classes[i].fold == fold && p->classes[i].negated == negated)
            return &p->classes[i];
    if (!unicode_class(&table, name, p->go_minor))
        return NULL;
    add_class(p, &c, table.ranges, table.count, negated);
    p->classes = arena_grow(p->arena, p->classes, p->class_count, &p->class_cap, sizeof *p->classes);
    p->classes[p->class_count] = (struct named_class){ name, fold, negated, c.ranges, c.count };
    return &p->classes[p->class_count++];
}

static bool parse_unicode_class(struct regex_parser *p, struct rune_class *c)
{
    size_t from = p->at;
    bool negated = regex_peek(p, 1) == 'P';
    const struct named_class *k;
    struct str name;
    uint32_t rune;

    p->at += 2;
    if (!regex_next_rune(p, &rune))
        return false;
    name = str_slice(p->src, from + 2, p->at);
    if (rune == '{') {
        size_t length = str_find_char(str_from(p->src, p->at), '}');
        if (length == SIZE_MAX)
            return regex_check_utf8(p, from, p->src.len) &&
                   regex_fail(p, "invalid character class range", from, p->src.len);
        if (!regex_check_utf8(p, p->at, p->at + length))
            return false;
        name = str_slice(p->src, p->at, p->at + length);
        p->at += length + 1;
    }
    if (name.len && name.p[0] == '^') {
        negated = !negated;
        name = str_from(name, 1);
    }
    k = named_class(p, name, negated);
    if (!k)
        return regex_fail(p, "invalid character class range", from, p->at);
    if (c->count == 0)
        rune_class_borrow(c, k->ranges, k->count);
    else
        rune_class_add_ranges(c, k->ranges, k->count);
    return true;
}

bool regex_parse_named(struct regex_parser *p, struct rune_class *c, bool *found)
{
    const struct ascii_class *k;
    char letter = regex_peek(p, 1), small = (char)(letter | 0x20);

    *found = false;
    if (regex_peek(p, 0) != '\\')
        return true;
    if (letter == 'p' || letter == 'P') {
        *found = true;
        return parse_unicode_class(p, c);
    }
    k = find_class(perl_classes, COUNT_OF(perl_classes), (struct str){ &small, 1 });
    if (!k || letter == 0)
        return true;
    *found = true;
    add_class(p, c, k->ranges, k->count, letter != small);
    p->at += 2;
    return true;
}

/* [:alpha:] and [:^alpha:] inside of brackets. */
static bool parse_posix_class(struct regex_parser *p, struct rune_class *c, bool *found)
{
    size_t length = p->no_posix_end ? SIZE_MAX : str_find(str_from(p->src, p->at + 2), STR(":]"));
    const struct ascii_class *k;
    struct str name;
    bool negated;

    *found = length != SIZE_MAX;
    p->no_posix_end = !*found;
    if (!*found)
        return true;
    name = str_slice(p->src, p->at + 2, p->at + 2 + length);
    negated = str_starts(name, STR("^"));
    k = find_class(posix_classes, COUNT_OF(posix_classes), str_from(name, negated));
    if (!k)
        return regex_fail(p, "invalid character class range", p->at, p->at + length + 4);
    add_class(p, c, k->ranges, k->count, negated);
    p->at += length + 4;
    return true;
}

static bool parse_class_rune(struct regex_parser *p, size_t open, uint32_t *rune)
{
    if (p->at == p->src.len)
        return regex_fail(p, "missing closing ]", open, p->src.len);
    return regex_peek(p, 0) == '\\' ? regex_parse_escape(p, rune) : regex_next_rune(p, rune);
}

static bool parse_range(struct regex_parser *p, size_t open, struct rune_class *c)
{
    size_t from = p->at;
    uint32_t lo, hi;

    if (!parse_class_rune(p, open, &lo))
        return false;
    hi = lo;
    /* [a-] is a or -. */
    if (p->src.len - p->at >= 2 && regex_peek(p, 0) == '-' && regex_peek(p, 1) != ']') {
        p->at++;
        if (!parse_class_rune(p, open, &hi))
            return false;
        if (hi < lo)
            return regex_fail(p, "invalid character class range", from, p->at);
    }
    if (p->flags & FLAG_FOLD)
        unicode_add_folded(c, lo, hi, p->go_minor);
    else
        rune_class_add(c, lo, hi);
    return true;
}

static bool parse_class_part(struct regex_parser *p, size_t open, struct rune_class *c)
{
    bool found = false;

    if (p->src.len - p->at > 2 && regex_peek(p, 0) == '[' && regex_peek(p, 1) == ':' &&
        !parse_posix_class(p, c, &found))
        return false;
    if (!found && !regex_parse_named(p, c, &found))
        return false;
    return found || parse_range(p, open, c);
}

bool regex_parse_class(struct regex_parser *p, struct rune_class *c)
{
    size_t open = p->at++;
    bool negated = regex_peek(p, 0) == '^', first = true;

    p->at += negated;
    for (; p->at == p->src.len || regex_peek(p, 0) != ']' || first; first = false)
        if (!parse_class_part(p, open, c))
            return false;
    p->at++;
    rune_class_clean(c);
    if (negated)
        rune_class_negate(c);
    return true;
}

static bool valid_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.p[i] != '_' && !is_alnum((unsigned char)name.p[i]))
            return false;
    return name.len > 0;
}

/* (?P<name> or (?<name>, the name beginning prefix bytes behind p->at. */
static bool parse_name(struct regex_parser *p, size_t prefix)
{
    size_t open = p->at, start = open + prefix;
    size_t length = str_find_char(str_from(p->src, open), '>');
    struct str name;

    if (length == SIZE_MAX)
        return regex_check_utf8(p, open, p->src.len) && regex_fail(p, "invalid named capture", open, p->src.len);
    p->at = open + length + 1;
    name = str_slice(p->src, start, open + length);
    if (!regex_check_utf8(p, start, open + length))
        return false;
    if (!valid_name(name))
        return regex_fail(p, "invalid named capture", open, p->at);
    return regex_open_group(p, open, true, name);
}

static unsigned flag_of(uint32_t c)
{
    switch (c) {
    case 'i':
        return FLAG_FOLD;
    case 'm':
        return FLAG_MULTI;
    case 's':
        return FLAG_DOT_ALL;
    case 'U':
        return FLAG_UNGREEDY;
    default:
        return 0;
    }
}

static bool parse_flags(struct regex_parser *p)
{
    size_t open = p->at;
    unsigned flags = p->flags;
    bool clear = false, seen = false;
    uint32_t c;

    for (p->at += 2; p->at < p->src.len;) {
        if (!regex_next_rune(p, &c))
            return false;
        if (flag_of(c)) {
            flags = clear ? flags & ~flag_of(c) : flags | flag_of(c);
            seen = true;
        } else if (c == '-' && !clear) {
            clear = true;
            seen = false;
        } else if ((c == ':' || c == ')') && (seen || !clear)) {
            if (c == ':' && !regex_open_group(p, open, false, STR("")))
                return false;
            p->flags = flags;
            return true;
        } else {
            break;
        }
    }
    return regex_fail(p, "invalid or unsupported Perl syntax", open, p->at);
}

bool regex_parse_perl_group(struct regex_parser *p)
{
    size_t left = p->src.len - p->at;

    if (left > 4 && regex_peek(p, 2) == 'P' && regex_peek(p, 3) == '<')
        return parse_name(p, 4);
    if (p->go_minor >= 22 && left > 3 && regex_peek(p, 2) == '<')
        return parse_name(p, 3);
    return parse_flags(p);
}
