#include "syntax/scalar/rfc3339.h"

#include "syntax/scalar/calendar.h"
#include "syntax/scalar/goquote.h"

#include <inttypes.h>

#define LAYOUT "2006-01-02T15:04:05Z07:00"

/* Seconds from 0001-01-01T00:00:00Z to 1970-01-01T00:00:00Z. */
#define UNIX_EPOCH INT64_C(62135596800)

/* What Go's time.parse knows while it walks layout and value together. */
struct reader {
    struct str in, rest;
    int year, month, day, hour, minute, second, nanoseconds, offset;
    struct str failed;   /* element of the layout that could not be read */
    struct str hold;     /* the value where that began */
    const char *message; /* instead of the two: what is out of range */
};

static bool digit_at(struct str s, size_t i)
{
    return i < s.len && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Go's getnum: two digits, or one where the element allows it. Takes nothing when it fails. */
static bool take_number(struct str *s, bool two, int *value)
{
    *value = 0;
    if (!digit_at(*s, 0) || (two && !digit_at(*s, 1)))
        return false;
    *value = s->p[0] - '0';
    if (digit_at(*s, 1))
        *value = *value * 10 + (s->p[1] - '0');
    *s = str_from(*s, digit_at(*s, 1) ? 2 : 1);
    return true;
}

static bool fail_at(struct reader *r, const char *element, struct str hold)
{
    r->failed = str_c(element);
    r->hold = hold;
    return false;
}

static bool fail_range(struct reader *r, const char *message)
{
    r->message = message;
    return false;
}

static bool take_char(struct reader *r, const char *c)
{
    if (r->rest.len == 0 || r->rest.p[0] != c[0])
        return fail_at(r, c, r->rest);
    r->rest = str_from(r->rest, 1);
    return true;
}

static bool take_year(struct reader *r)
{
    for (size_t i = 0; i < 4; i++) {
        if (!digit_at(r->rest, i))
            return fail_at(r, "2006", r->rest);
        r->year = r->year * 10 + (r->rest.p[i] - '0');
    }
    r->rest = str_from(r->rest, 4);
    return true;
}

static bool take_element(struct reader *r, const char *element, bool two, int *value)
{
    return take_number(&r->rest, two, value) || fail_at(r, element, r->rest);
}

static bool take_date(struct reader *r)
{
    if (!take_year(r) || !take_char(r, "-") || !take_element(r, "01", true, &r->month))
        return false;
    if (r->month < 1 || r->month > 12)
        return fail_range(r, "month");
    return take_char(r, "-") && take_element(r, "02", true, &r->day);
}

/* A fraction follows although the layout has none. Digits after the ninth are read and dropped. */
static void take_fraction(struct reader *r)
{
    int digits = 0;

    if (r->rest.len < 2 || (r->rest.p[0] != '.' && r->rest.p[0] != ',') || !digit_at(r->rest, 1))
        return;
    r->rest = str_from(r->rest, 1);
    for (; digit_at(r->rest, 0); r->rest = str_from(r->rest, 1))
        if (digits < 9) {
            r->nanoseconds = r->nanoseconds * 10 + (r->rest.p[0] - '0');
            digits++;
        }
    for (; digits < 9; digits++)
        r->nanoseconds *= 10;
}

static bool take_clock(struct reader *r)
{
    if (!take_element(r, "15", false, &r->hour))
        return false;
    if (r->hour >= 24)
        return fail_range(r, "hour");
    if (!take_char(r, ":") || !take_element(r, "04", true, &r->minute))
        return false;
    if (r->minute >= 60)
        return fail_range(r, "minute");
    if (!take_char(r, ":") || !take_element(r, "05", true, &r->second))
        return false;
    if (r->second >= 60)
        return fail_range(r, "second");
    take_fraction(r);
    return true;
}

/* Go looks at the range before it looks at the sign, and allows 24 hours and 60 minutes. */
static bool take_zone(struct reader *r)
{
    struct str hold = r->rest, hours, minutes;
    int h = 0, m = 0;
    bool good;

    if (hold.len && hold.p[0] == 'Z') {
        r->rest = str_from(hold, 1);
        return true;
    }
    if (hold.len < 6 || hold.p[3] != ':')
        return fail_at(r, "Z07:00", hold);
    hours = str_slice(hold, 1, 3);
    minutes = str_slice(hold, 4, 6);
    good = take_number(&hours, true, &h) && take_number(&minutes, true, &m);
    if (m > 60)
        return fail_range(r, "time zone offset minute");
    if (h > 24)
        return fail_range(r, "time zone offset hour");
    if (!good || (hold.p[0] != '+' && hold.p[0] != '-'))
        return fail_at(r, "Z07:00", hold);
    r->rest = str_from(hold, 6);
    r->offset = (h * 60 + m) * 60 * (hold.p[0] == '-' ? -1 : 1);
    return true;
}

static int64_t unix_time(const struct reader *r)
{
    int64_t days = calendar_day((struct date){ r->year, r->month, r->day });

    return ((days * 24 + r->hour) * 60 + r->minute) * 60 + r->second - r->offset;
}

static struct str refusal(const struct reader *r, struct arena *a)
{
    struct str value = go_time_quote(a, r->in);

    if (r->message)
        return ARENA_JOIN(a, STR("parsing time "), value, STR(": "), str_c(r->message), STR(" out of range"));
    if (r->failed.p == NULL)
        return ARENA_JOIN(a, STR("parsing time "), value, STR(": extra text: "), go_time_quote(a, r->rest));
    return ARENA_JOIN(a, STR("parsing time "), value, STR(" as \"" LAYOUT "\": cannot parse "),
                      go_time_quote(a, r->hold), STR(" as "), go_time_quote(a, r->failed));
}

bool rfc3339_parse(struct str in, struct moment *out, struct arena *a, struct str *error)
{
    struct reader r = { .in = in, .rest = in };
    bool ok = take_date(&r) && take_char(&r, "T") && take_clock(&r) && take_zone(&r) && r.rest.len == 0;

    if (ok && (r.day < 1 || r.day > calendar_days_in(r.year, r.month)))
        ok = fail_range(&r, "day");
    if (!ok) {
        *error = refusal(&r, a);
        return false;
    }
    *out = (struct moment){ unix_time(&r), r.nanoseconds, r.offset };
    return true;
}

static struct str zone_text(int32_t offset, struct arena *a)
{
    int minutes = (offset < 0 ? -offset : offset) / 60;

    if (offset == 0)
        return STR("Z");
    return arena_printf(a, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static struct str fraction_text(int32_t nanoseconds, struct arena *a)
{
    struct str s = arena_printf(a, ".%09" PRId32, nanoseconds);

    while (s.p[s.len - 1] == '0')
        s.len--;
    return nanoseconds ? s : STR("");
}

struct str rfc3339_string(const struct moment *t, struct arena *a)
{
    int64_t local = t->unix_seconds + t->offset, day = calendar_floor_div(local, 86400);
    int second = (int)(local - day * 86400);
    struct date d = calendar_date(day);
    struct str date, clock;

    date = arena_printf(a, "%s%04" PRId64 "-%02d-%02dT", d.year < 0 ? "-" : "", d.year < 0 ? -d.year : d.year, d.month,
                        d.day);
    clock = arena_printf(a, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    return ARENA_JOIN(a, date, clock, fraction_text(t->nanoseconds, a), zone_text(t->offset, a));
}

bool rfc3339_is_zero(const struct moment *t)
{
    return t->unix_seconds == -UNIX_EPOCH && t->nanoseconds == 0;
}

struct moment rfc3339_zero(void)
{
    return (struct moment){ -UNIX_EPOCH, 0, 0 };
}

bool rfc3339_decode(const struct scalar *in, enum time_type type, struct str field, struct moment *out, struct arena *a,
                    struct str *error)
{
    struct str raw;

    if (in->kind == SCALAR_NULL) {
        *out = rfc3339_zero();
        return true;
    }
    if (in->kind != SCALAR_STRING) {
        *error = type == TIME_GO ? STR("Time.UnmarshalJSON: input is not a JSON string")
                                 : scalar_type_error(in, STR(""), field, STR("string"), a);
        return false;
    }
    if (type == TIME_META)
        return rfc3339_parse(in->text, out, a, error);
    raw = scalar_raw(in, a);
    return rfc3339_parse(str_slice(raw, 1, raw.len - 1), out, a, error);
}
