#include "cel/time.h"

#include "syntax/scalar/calendar.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/rfc3339.h"

#include <stdio.h>

static const int64_t FIRST_SECOND = -62135596800, LAST_SECOND = 253402300799;
static const int64_t SECOND = 1000000000;

bool cel_time_valid(int64_t seconds)
{
    return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

bool cel_time_add(const struct cel_value *t, int64_t ns, bool minus, struct cel_value *out)
{
    int64_t seconds = ns / SECOND, rest = ns % SECOND, nanos;

    if (minus) {
        seconds = -seconds;
        rest = -rest;
    }
    seconds += t->i;
    nanos = (int64_t)t->n + rest;
    if (nanos < 0 || nanos >= SECOND) {
        seconds += nanos < 0 ? -1 : 1;
        nanos += nanos < 0 ? SECOND : -SECOND;
    }
    *out = cel_timestamp(seconds, (uint32_t)nanos);
    out->zone = t->zone;
    return cel_time_valid(seconds);
}

bool cel_time_between(const struct cel_value *a, const struct cel_value *b, int64_t *ns)
{
    return !__builtin_mul_overflow(a->i - b->i, SECOND, ns) &&
           !__builtin_add_overflow(*ns, (int64_t)a->n - (int64_t)b->n, ns);
}

/* A fraction of a second without zeros at its end, with its point; empty for none. */
static int put_fraction(char *p, uint32_t nanos)
{
    int n;

    if (nanos == 0)
        return 0;
    n = snprintf(p, 16, ".%09u", nanos);
    while (p[n - 1] == '0')
        n--;
    return n;
}

struct str cel_time_text(struct arena *a, const struct cel_value *t, bool utc)
{
    int zone = utc ? 0 : t->zone, n;
    int64_t local = t->i + (int64_t)zone * 60, day = calendar_floor_div(local, 86400), rest = local - day * 86400;
    struct date d = calendar_date(day);
    char text[64];

    n = snprintf(text, sizeof(text), "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)d.year, d.month, d.day,
                 (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    n += put_fraction(text + n, t->n);
    if (zone == 0)
        text[n++] = 'Z';
    else
        n += snprintf(text + n, 16, "%c%02d:%02d", zone < 0 ? '-' : '+', (zone < 0 ? -zone : zone) / 60 % 100,
                      (zone < 0 ? -zone : zone) % 60);
    return arena_copy(a, (struct str){ text, (size_t)n });
}

struct str cel_duration_text(struct arena *a, int64_t ns)
{
    uint64_t magnitude = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    char text[64];
    int n =
        snprintf(text, sizeof(text), "%s%llu", ns < 0 ? "-" : "", (unsigned long long)(magnitude / (uint64_t)SECOND));

    n += put_fraction(text + n, (uint32_t)(magnitude % (uint64_t)SECOND));
    text[n++] = 's';
    return arena_copy(a, (struct str){ text, (size_t)n });
}

/* dddd-dd-ddTdd:dd:dd, a fraction, and a zone: anything else is no timestamp to cel-go, whatever Go would take. */
static bool has_form(struct str s)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    size_t i;

    for (i = 0; i < sizeof(form) - 1; i++)
        if (i >= s.len ||
            (form[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i] && !(form[i] == 'T' && s.p[i] == 't')))
            return false;
    if (i < s.len && s.p[i] == '.')
        for (i++; i < s.len && s.p[i] >= '0' && s.p[i] <= '9';)
            i++;
    s = str_from(s, i);
    if (s.len == 1)
        return s.p[0] == 'Z' || s.p[0] == 'z';
    return s.len == 6 && (s.p[0] == '+' || s.p[0] == '-') && s.p[3] == ':';
}

bool cel_time_read(struct arena *a, struct str text, struct cel_value *out, struct str *error)
{
    struct moment m;
    struct str ignored;

    if (!has_form(text)) {
        *error = ARENA_JOIN(a, STR("invalid RFC 3339 timestamp \""), text, STR("\""));
        return false;
    }
    if (!rfc3339_parse(text, &m, a, &ignored)) {
        *error = STR("type conversion error from 'string' to 'google.protobuf.Timestamp'");
        return false;
    }
    *out = cel_timestamp(m.unix_seconds, (uint32_t)m.nanoseconds);
    out->zone = (int16_t)(m.offset / 60);
    if (cel_time_valid(m.unix_seconds))
        return true;
    *error = STR("timestamp overflow");
    return false;
}

bool cel_duration_read(struct arena *a, struct str text, struct cel_value *out)
{
    struct str ignored;
    int64_t ns;

    if (!duration_parse(text, &ns, a, &ignored))
        return false;
    *out = cel_duration(ns);
    return true;
}
