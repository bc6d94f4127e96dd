#include "syntax/yaml/resolve.h"

#include "syntax/yaml/number.h"

#include <string.h>

#define LONG_TAG "tag:yaml.org,2002:"

/* First bytes of plain scalars that may be more than strings. */
enum { HINT_NONE, HINT_WORD, HINT_NUMBER, HINT_POINT };

static const unsigned char hints[256] = {
    ['+'] = HINT_NUMBER, ['-'] = HINT_NUMBER, ['0'] = HINT_NUMBER, ['1'] = HINT_NUMBER, ['2'] = HINT_NUMBER,
    ['3'] = HINT_NUMBER, ['4'] = HINT_NUMBER, ['5'] = HINT_NUMBER, ['6'] = HINT_NUMBER, ['7'] = HINT_NUMBER,
    ['8'] = HINT_NUMBER, ['9'] = HINT_NUMBER, ['.'] = HINT_POINT,  ['y'] = HINT_WORD,   ['Y'] = HINT_WORD,
    ['n'] = HINT_WORD,   ['N'] = HINT_WORD,   ['t'] = HINT_WORD,   ['T'] = HINT_WORD,   ['f'] = HINT_WORD,
    ['F'] = HINT_WORD,   ['o'] = HINT_WORD,   ['O'] = HINT_WORD,   ['~'] = HINT_WORD,
};

static void set(struct node *n, enum node_kind kind, struct str text)
{
    n->kind = (uint8_t)kind;
    n->text = text.p;
    n->len = (uint32_t)text.len;
}

/* Whether in is a word as yaml.v2 lists them: lower case, capitalised or upper case. */
static bool is_word(struct str in, const char *lower)
{
    size_t upper = 0;

    for (size_t i = 0; i < in.len; i++) {
        if ((in.p[i] | 0x20) != lower[i])
            return false;
        upper += in.p[i] != lower[i];
    }
    return lower[in.len] == '\0' && (upper == 0 || upper == in.len || (upper == 1 && in.p[0] != lower[0]));
}

static void set_word(struct node *n, enum node_kind kind, struct str in, struct str value)
{
    set(n, kind, str_eq(in, value) ? in : value);
}

/* Words that are more than strings, but for the floats. in is not empty. */
static bool resolve_word(struct str in, struct node *n)
{
    char c = (char)(in.p[0] | 0x20);

    if (in.len > 5)
        return false;
    if ((c == 'y' && (in.len == 1 || is_word(in, "yes"))) || (c == 't' && is_word(in, "true")) ||
        (c == 'o' && is_word(in, "on")))
        set_word(n, NODE_BOOL, in, STR("true"));
    else if ((c == 'n' && (in.len == 1 || is_word(in, "no"))) || (c == 'f' && is_word(in, "false")) ||
             (c == 'o' && is_word(in, "off")))
        set_word(n, NODE_BOOL, in, STR("false"));
    else if (str_eq(in, STR("~")) || (c == 'n' && is_word(in, "null")))
        set_word(n, NODE_NULL, in, STR("null"));
    else
        return false;
    return true;
}

/* .inf and .nan in three casings each. */
static bool resolve_infinite(struct str in, struct node *n)
{
    if (in.len != 4)
        return false;
    if (is_word(str_from(in, 1), "inf"))
        set(n, NODE_FLOAT, STR("+Inf"));
    else if (str_eq(in, STR(".nan")) || str_eq(in, STR(".NaN")) || str_eq(in, STR(".NAN")))
        set(n, NODE_FLOAT, STR("NaN"));
    else
        return false;
    return true;
}

/* The same behind a sign. */
static bool resolve_signed_infinite(struct str in, struct node *n)
{
    if (in.len != 5 || in.p[1] != '.' || !is_word(str_from(in, 2), "inf"))
        return false;
    set(n, NODE_FLOAT, in.p[0] == '-' ? STR("-Inf") : STR("+Inf"));
    return true;
}

/* in where it is the same text, so that it stays a slice of the source. */
static struct str keep(struct arena *a, struct str in, struct str made)
{
    return str_eq(in, made) ? in : arena_copy(a, made);
}

static void set_integer(struct arena *a, struct str in, struct node *n, bool negative, uint64_t magnitude)
{
    char out[24], *p = out + sizeof out;
    bool zero = magnitude == 0;

    do
        *--p = (char)('0' + magnitude % 10);
    while (magnitude /= 10);
    if (negative && !zero)
        *--p = '-';
    set(n, NODE_INT, keep(a, in, (struct str){ p, (size_t)(out + sizeof out - p) }));
}

static void set_float(struct arena *a, struct str in, struct node *n, double value)
{
    char out[NUMBER_ROOM];

    set(n, NODE_FLOAT, keep(a, in, number_json(value, out)));
}

static struct str without_underscores(struct arena *a, struct str in)
{
    char *out;
    size_t n = 0;

    if (str_find_char(in, '_') == SIZE_MAX)
        return in;
    out = arena_take(a, in.len);
    for (size_t i = 0; i < in.len; i++)
        if (in.p[i] != '_')
            out[n++] = in.p[i];
    return (struct str){ out, n };
}

static bool resolve_number(struct arena *a, struct str in, struct node *n)
{
    struct str plain = without_underscores(a, in);
    uint64_t magnitude;
    double value;
    bool negative;

    if (number_integer(plain, &negative, &magnitude)) {
        set_integer(a, in, n, negative, magnitude);
        return true;
    }
    if (number_looks_float(plain) && number_float(plain, &value)) {
        set_float(a, in, n, value);
        return true;
    }
    if (!number_binary(plain, &negative, &magnitude))
        return false;
    set_integer(a, in, n, negative, magnitude);
    return true;
}

/* What stands after a point: strconv.ParseFloat, which lets underscores stand between digits. */
static bool resolve_point(struct arena *a, struct str in, struct node *n)
{
    double value;

    for (size_t i = 0; i < in.len; i++)
        if (in.p[i] == '_' && (i == 0 || i + 1 == in.len || in.p[i - 1] < '0' || in.p[i - 1] > '9' ||
                               in.p[i + 1] < '0' || in.p[i + 1] > '9'))
            return false;
    in = without_underscores(a, in);
    if (!number_looks_float(in) || !number_float(in, &value))
        return false;
    set_float(a, in, n, value);
    return true;
}

/* A plain scalar by its text alone. */
static void resolve_plain(struct arena *a, struct str in, struct node *n)
{
    if (in.len == 0) {
        set(n, NODE_NULL, STR("null"));
        return;
    }
    switch (hints[(unsigned char)in.p[0]]) {
    case HINT_NONE:
        break;
    case HINT_WORD:
        if (resolve_word(in, n))
            return;
        break;
    case HINT_NUMBER:
        if (resolve_number(a, in, n) || resolve_signed_infinite(in, n))
            return;
        break;
    default:
        if (resolve_infinite(in, n) || resolve_point(a, in, n))
            return;
    }
    set(n, NODE_STRING, in);
}

static size_t digits(struct str s, size_t *i, size_t most)
{
    size_t n = 0;

    while (n < most && *i < s.len && s.p[*i] >= '0' && s.p[*i] <= '9') {
        n++;
        ++*i;
    }
    return n;
}

/* One or two digits in [least, most]. */
static bool field(struct str s, size_t *i, int least, int most, int *value)
{
    size_t from = *i, n = digits(s, i, 2);

    *value = 0;
    for (size_t k = from; k < *i; k++)
        *value = *value * 10 + (s.p[k] - '0');
    return n > 0 && *value >= least && *value <= most;
}

static bool sign(struct str s, size_t *i, char c)
{
    return *i < s.len && s.p[*i] == c && ++*i;
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static bool clock_time(struct str s, size_t *i)
{
    int value;

    if (!field(s, i, 0, 23, &value) || !sign(s, i, ':') || !field(s, i, 0, 59, &value) || !sign(s, i, ':') ||
        !field(s, i, 0, 59, &value))
        return false;
    if (*i < s.len && (s.p[*i] == '.' || s.p[*i] == ',')) {
        ++*i;
        if (digits(s, i, SIZE_MAX) == 0)
            return false;
    }
    return true;
}

static bool zone(struct str s, size_t *i)
{
    int value;
    size_t from;

    if (sign(s, i, 'Z'))
        return true;
    if (!sign(s, i, '+') && !sign(s, i, '-'))
        return false;
    from = *i;
    return field(s, i, 0, 24, &value) && *i == from + 2 && sign(s, i, ':') && field(s, i, 0, 60, &value) &&
           *i == from + 5;
}

/* yaml.v2's parseTimestamp: the formats it hands to time.Parse. */
static bool is_timestamp(struct str s)
{
    size_t i = 0;
    int year = 0, month, day;

    if (digits(s, &i, 5) != 4)
        return false;
    for (size_t k = 0; k < 4; k++)
        year = year * 10 + (s.p[k] - '0');
    if (!sign(s, &i, '-') || !field(s, &i, 1, 12, &month) || !sign(s, &i, '-') || !field(s, &i, 1, 31, &day) ||
        day > days_in(year, month))
        return false;
    if (i == s.len)
        return true;
    if (sign(s, &i, ' ')) {
        while (sign(s, &i, ' '))
            ;
        return clock_time(s, &i) && i == s.len;
    }
    return (sign(s, &i, 'T') || sign(s, &i, 't')) && clock_time(s, &i) && zone(s, &i) && i == s.len;
}

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* base64.StdEncoding: padded, line breaks ignored. */
static bool decode_base64(struct arena *a, struct str in, struct str *out)
{
    char *p = arena_take(a, in.len + 1);
    size_t n = 0, count = 0, padding = 0;
    uint32_t bits = 0;

    for (size_t i = 0; i < in.len; i++) {
        int value = sextet(in.p[i]);
        if (in.p[i] == '\n' || in.p[i] == '\r')
            continue;
        if (in.p[i] == '=') {
            if (count % 4 + padding < 2 || padding == 2 || (count + padding) % 4 == 0)
                return false;
            padding++;
            continue;
        }
        if (value < 0 || padding)
            return false;
        bits = bits << 6 | (uint32_t)value;
        if (++count % 4) {
            if (count % 4 > 1)
                p[n++] = (char)(bits >> (8 - 2 * (count % 4)));
        } else {
            p[n++] = (char)bits;
        }
    }
    *out = (struct str){ p, n };
    return (count + padding) % 4 == 0;
}

static const char *const kind_tags[] = { "null", "bool", "int", "float", "str" };

static bool mismatch(struct arena *a, const char *kind, struct str in, struct str tag, struct str *problem)
{
    *problem = arena_printf(a, "yaml: cannot decode !!%s `%.*s` as a !!%.*s", kind, STR_ARG(in), STR_ARG(tag));
    return false;
}

/* A scalar under one of the tags that yaml.v2 knows, named without their prefix. */
static bool resolve_tagged(struct arena *a, struct str tag, struct str in, struct node *n, struct str *problem)
{
    struct node plain = *n;

    set(n, NODE_STRING, in);
    if (str_eq(tag, STR("str")))
        return true;
    if (str_eq(tag, STR("timestamp")) && hints[in.len ? (unsigned char)in.p[0] : 0] == HINT_NUMBER && is_timestamp(in))
        return true;
    resolve_plain(a, in, &plain);
    if (str_eq(tag, STR("float")) && plain.kind == NODE_INT) {
        double value;
        if (node_int(&plain, &(int64_t){ 0 }) && number_float((struct str){ plain.text, plain.len }, &value)) {
            set_float(a, in, n, value);
            return true;
        }
    }
    if (!str_eq(tag, str_c(kind_tags[plain.kind])))
        return mismatch(a, kind_tags[plain.kind], in, tag, problem);
    set(n, (enum node_kind)plain.kind, (struct str){ plain.text, plain.len });
    return true;
}

bool resolve_scalar(struct arena *a, const struct event *e, struct node *n, struct str *problem)
{
    static const char *const known[] = { "str", "bool", "int", "float", "null", "timestamp" };
    struct str tag, decoded;

    if (e->tag.len == 0) {
        if (e->implicit)
            resolve_plain(a, e->value, n);
        else
            set(n, NODE_STRING, e->value);
        return true;
    }
    set(n, NODE_STRING, e->value);
    tag = str_trim_prefix(e->tag, STR(LONG_TAG));
    if (tag.len == e->tag.len)
        return true;
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(tag, str_c(known[i])))
            return resolve_tagged(a, tag, e->value, n, problem);
    if (!str_eq(tag, STR("binary")))
        return true;
    if (!decode_base64(a, e->value, &decoded)) {
        *problem = STR("yaml: !!binary value contains invalid base64 data");
        return false;
    }
    set(n, NODE_STRING, decoded);
    return true;
}

bool resolve_is_merge(const struct event *e)
{
    return e->kind == EVENT_SCALAR && str_eq(e->value, STR("<<")) &&
           (e->implicit || str_eq(e->tag, STR(LONG_TAG "merge")));
}
