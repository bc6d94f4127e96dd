#include "syntax/cron/cron.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/cron/zone.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/goquote.h"

#include <inttypes.h>

enum { FIELDS = 6, NAMES_MOST = 12 };

/* What a field may hold; names stand for least and what follows it. */
struct bounds {
    uint64_t least, most;
    struct str names[NAMES_MOST];
};

static const struct bounds BOUNDS[FIELDS] = {
    { .least = 0, .most = 59 },
    { .least = 0, .most = 59 },
    { .least = 0, .most = 23 },
    { .least = 1, .most = 31 },
    { .least = 1,
      .most = 12,
      .names = { STR_INIT("jan"), STR_INIT("feb"), STR_INIT("mar"), STR_INIT("apr"), STR_INIT("may"), STR_INIT("jun"),
                 STR_INIT("jul"), STR_INIT("aug"), STR_INIT("sep"), STR_INIT("oct"), STR_INIT("nov"),
                 STR_INIT("dec") } },
    { .least = 0,
      .most = 6,
      .names = { STR_INIT("sun"), STR_INIT("mon"), STR_INIT("tue"), STR_INIT("wed"), STR_INIT("thu"), STR_INIT("fri"),
                 STR_INIT("sat") } },
};

/* Each the same as a line of five fields. */
static const struct {
    struct str name, fields;
} DESCRIPTORS[] = {
    { STR_INIT("@yearly"), STR_INIT("0 0 1 1 *") },  { STR_INIT("@annually"), STR_INIT("0 0 1 1 *") },
    { STR_INIT("@monthly"), STR_INIT("0 0 1 * *") }, { STR_INIT("@weekly"), STR_INIT("0 0 * * 0") },
    { STR_INIT("@daily"), STR_INIT("0 0 * * *") },   { STR_INIT("@midnight"), STR_INIT("0 0 * * *") },
    { STR_INIT("@hourly"), STR_INIT("0 * * * *") },
};

struct parser {
    struct arena *arena;
    struct str *error;
};

static bool refuse(struct parser *p, struct str before, struct str value)
{
    *p->error = ARENA_JOIN(p->arena, before, value);
    return false;
}

/* Atoi, and not negative. */
static bool parse_int(struct parser *p, struct str s, uint64_t *value)
{
    int64_t n;
    enum go_int bad = go_parse_int(s, &n);

    if (bad != GO_INT_OK)
        return refuse(p, ARENA_JOIN(p->arena, STR("failed to parse int from "), s, STR(": ")),
                      go_int_error(p->arena, STR("Atoi"), s, bad));
    if (n < 0)
        return refuse(p, arena_printf(p->arena, "negative number (%" PRId64 ") not allowed: ", n), s);
    *value = (uint64_t)n;
    return true;
}

static bool parse_value(struct parser *p, struct str s, const struct bounds *b, uint64_t *value)
{
    struct str name = go_lower(p->arena, s);

    for (size_t i = 0; i < NAMES_MOST && b->names[i].len; i++)
        if (str_eq(name, b->names[i])) {
            *value = b->least + i;
            return true;
        }
    return parse_int(p, s, value);
}

struct range {
    uint64_t first, last, step;
    bool star;
};

/* "*", "?", "a" or "a-b". What follows a star and a hyphen is not looked at. */
static bool parse_ends(struct parser *p, struct str expr, struct str s, const struct bounds *b, struct range *r)
{
    struct str low, high;
    bool hyphen = str_cut(s, '-', &low, &high);

    r->star = str_eq(low, STR("*")) || str_eq(low, STR("?"));
    r->first = b->least;
    r->last = b->most;
    if (r->star)
        return true;
    if (!parse_value(p, low, b, &r->first))
        return false;
    r->last = r->first;
    if (str_find_char(high, '-') != SIZE_MAX)
        return refuse(p, STR("too many hyphens: "), expr);
    return !hyphen || parse_value(p, high, b, &r->last);
}

static bool check_range(struct parser *p, struct str expr, const struct bounds *b, const struct range *r)
{
    struct str why;

    if (r->first < b->least)
        why = arena_printf(p->arena, "beginning of range (%" PRIu64 ") below minimum (%" PRIu64 "): ", r->first,
                           b->least);
    else if (r->last > b->most)
        why = arena_printf(p->arena, "end of range (%" PRIu64 ") above maximum (%" PRIu64 "): ", r->last, b->most);
    else if (r->first > r->last)
        why = arena_printf(p->arena, "beginning of range (%" PRIu64 ") beyond end of range (%" PRIu64 "): ", r->first,
                           r->last);
    else if (r->step == 0)
        why = STR("step of range should be a positive number: ");
    else
        return true;
    return refuse(p, why, expr);
}

/* One member of a field's list: ends, and "/step", where "a/step" runs to the most. */
static bool parse_range(struct parser *p, struct str expr, const struct bounds *b, uint64_t *bits)
{
    struct range r = { .step = 1 };
    struct str ends, step;
    bool stepped = str_cut(expr, '/', &ends, &step);

    if (!parse_ends(p, expr, ends, b, &r))
        return false;
    if (str_find_char(step, '/') != SIZE_MAX)
        return refuse(p, STR("too many slashes: "), expr);
    if (stepped && !parse_int(p, step, &r.step))
        return false;
    if (stepped && str_find_char(ends, '-') == SIZE_MAX)
        r.last = b->most;
    if (!check_range(p, expr, b, &r))
        return false;
    for (uint64_t i = r.first; i <= r.last; i += r.step)
        *bits |= (uint64_t)1 << i;
    if (r.star && r.step == 1)
        *bits |= CRON_STAR;
    return true;
}

/* A list with commas; empty members count for nothing. */
static bool parse_field(struct parser *p, struct str field, const struct bounds *b, uint64_t *bits)
{
    struct str expr;

    *bits = 0;
    while (field.len) {
        str_cut(field, ',', &expr, &field);
        if (expr.len && !parse_range(p, expr, b, bits))
            return false;
    }
    return true;
}

/* Takes the next run of bytes that is not white space (strings.Fields). */
static bool take_field(struct str *s, struct str *field)
{
    size_t n = 0, width;

    *s = go_trim_left(*s);
    while (n < s->len && !unicode_is_space(utf8_decode(str_from(*s, n), &width)))
        n += width;
    *field = str_slice(*s, 0, n);
    *s = str_from(*s, n);
    return n > 0;
}

/* expected 5 to 6 fields, found 2: [a b] */
static bool refuse_fields(struct parser *p, struct str in)
{
    struct str *parts = NULL, field;
    size_t n = 0, count = 0, cap = 0;

    for (; take_field(&in, &field); count++) {
        for (size_t room = 0; room < 2; room++)
            parts = arena_grow(p->arena, parts, n + room, &cap, sizeof *parts);
        if (count)
            parts[n++] = STR(" ");
        parts[n++] = field;
    }
    *p->error = ARENA_JOIN(p->arena, STR("expected 5 to 6 fields, found "), go_itoa(p->arena, (int64_t)count),
                           STR(": ["), arena_join(p->arena, parts, n), STR("]"));
    return false;
}

static bool parse_fields(struct parser *p, struct str in, struct cron *out)
{
    uint64_t *places[FIELDS] = { &out->second, &out->minute, &out->hour, &out->day, &out->month, &out->weekday };
    struct str fields[FIELDS], rest = in, more;
    size_t n = 0, seconds;

    while (n < FIELDS && take_field(&rest, &fields[n]))
        n++;
    if (n < FIELDS - 1 || take_field(&rest, &more))
        return refuse_fields(p, in);
    seconds = n == FIELDS;
    out->second = 1;
    for (size_t i = 0; i < n; i++)
        if (!parse_field(p, fields[i], &BOUNDS[i + 1 - seconds], places[i + 1 - seconds]))
            return false;
    return true;
}

static bool parse_every(struct parser *p, struct str in, struct str text, struct cron *out)
{
    struct str why;

    if (!duration_parse(text, &out->every_ns, p->arena, &why))
        return refuse(p, ARENA_JOIN(p->arena, STR("failed to parse duration "), in, STR(": ")), why);
    if (out->every_ns < 1000000000)
        out->every_ns = 1000000000;
    out->every_ns -= out->every_ns % 1000000000;
    out->location = STR("");
    return true;
}

static bool parse_descriptor(struct parser *p, struct str in, struct cron *out)
{
    struct str every = STR("@every ");

    for (size_t i = 0; i < COUNT_OF(DESCRIPTORS); i++)
        if (str_eq(in, DESCRIPTORS[i].name))
            return parse_fields(p, DESCRIPTORS[i].fields, out);
    if (str_starts(in, every))
        return parse_every(p, in, str_from(in, every.len), out);
    return refuse(p, STR("unrecognized descriptor: "), in);
}

/* Takes "TZ=zone " from the front of *in. */
static enum cron_status take_zone(struct parser *p, struct str *in, struct cron *out)
{
    size_t space = str_find_char(*in, ' ');
    enum zone_status status;
    struct str why;

    if (space == SIZE_MAX) {
        *p->error = STR("runtime error: slice bounds out of range [:-1]");
        return CRON_PANIC;
    }
    out->location = str_slice(*in, str_find_char(*in, '=') + 1, space);
    status = zone_check(out->location, p->arena, &why);
    if (status != ZONE_OK) {
        *p->error = ARENA_JOIN(p->arena, STR("provided bad location "), out->location, STR(": "), why);
        return status == ZONE_BAD ? CRON_ERROR : CRON_UNDECIDED;
    }
    if (out->location.len == 0)
        out->location = STR("UTC");
    *in = go_trim_space(str_from(*in, space));
    return CRON_OK;
}

enum cron_status cron_parse(struct str in, struct arena *a, struct cron *out, struct str *error)
{
    struct parser p = { a, error };
    enum cron_status status = CRON_OK;
    bool ok;

    *out = (struct cron){ .location = STR("Local") };
    if (in.len == 0) {
        *error = STR("empty spec string");
        return CRON_ERROR;
    }
    if (str_starts(in, STR("TZ=")) || str_starts(in, STR("CRON_TZ=")))
        status = take_zone(&p, &in, out);
    if (status != CRON_OK)
        return status;
    ok = str_starts(in, STR("@")) ? parse_descriptor(&p, in, out) : parse_fields(&p, in, out);
    return ok ? CRON_OK : CRON_ERROR;
}
