/* The types of package time and their methods. */
#include "syntax/template/gotime.h"
#include "syntax/template/method.h"

#define TIME &template_type_time
#define DURATION &template_type_duration
#define TEXT &template_type_string
#define WHOLE &template_type_int
#define WIDE &template_type_int64
#define TRUTH &template_type_bool

/* Seconds from year 1 to 1970. */
#define UNIX_EPOCH INT64_C(62135596800)

static const struct template_type type_location, type_location_pointer, type_month, type_weekday, type_bytes;
static const struct template_type type_zone = { .name = STR_INIT("time.zone"), .kind = TEMPLATE_STRUCT };
static const struct template_type type_zones = { .name = STR_INIT("[]time.zone"),
                                                 .kind = TEMPLATE_SLICE,
                                                 .elem = &type_zone };
static const struct template_type type_zone_changes = { .name = STR_INIT("[]time.zoneTrans"),
                                                        .kind = TEMPLATE_SLICE,
                                                        .elem = &type_zone };
static const struct template_type type_zone_pointer = { .name = STR_INIT("*time.zone"),
                                                        .kind = TEMPLATE_POINTER,
                                                        .elem = &type_zone };
static const struct template_type *const in_duration[] = { DURATION };
static const struct template_type *const in_time[] = { TIME };
static const struct template_type *const in_text[] = { TEXT };
static const struct template_type *const in_date[] = { WHOLE, WHOLE, WHOLE };
static const struct template_type *const in_location[] = { &type_location_pointer };
static const struct template_type *const in_bytes[] = { &type_bytes };
static const struct template_type *const in_bytes_text[] = { &type_bytes, TEXT };

static bool give_integer(struct template_call *call, int64_t i)
{
    call->result = (struct template_value){ .type = call->method->out, .integer = i };
    return true;
}

static bool give_truth(struct template_call *call, bool b)
{
    call->result = template_bool(b);
    return true;
}

static bool give_time(struct template_call *call, struct template_time t)
{
    call->result = (struct template_value){ .type = TIME, .time = t };
    return true;
}

static bool give_text(struct template_call *call, struct buf *b)
{
    call->result = template_string(arena_copy(call->arena, buf_str(b)));
    buf_free(b);
    return true;
}

static bool time_string(struct template_call *call)
{
    call->result = template_string(gotime_string(call->arena, call->receiver.time));
    return true;
}

static bool time_go_string(struct template_call *call)
{
    struct gotime_date d = gotime_split(call->receiver.time);
    struct buf b = { 0 };

    buf_printf(&b, "time.Date(%lld, time.", (long long)d.year);
    gotime_format(&b, call->receiver.time, STR("January"));
    buf_printf(&b, ", %d, %d, %d, %d, %d, time.UTC)", d.day, d.hour, d.minute, d.second,
               call->receiver.time.nanoseconds);
    return give_text(call, &b);
}

static bool time_format(struct template_call *call)
{
    struct buf b = { 0 };

    gotime_format(&b, call->receiver.time, call->args[0].string);
    return give_text(call, &b);
}

/* Year, Month, Day ...: detail names the part by its first letters. */
static bool time_part(struct template_call *call)
{
    struct gotime_date d = gotime_split(call->receiver.time);
    const struct {
        struct str name;
        int64_t value;
    } parts[] = {
        { STR("Year"), d.year },       { STR("Month"), d.month },     { STR("Day"), d.day },
        { STR("Hour"), d.hour },       { STR("Minute"), d.minute },   { STR("Second"), d.second },
        { STR("YearDay"), d.yearday }, { STR("Weekday"), d.weekday },
    };

    for (size_t i = 0; i < COUNT(parts); i++)
        if (str_eq(parts[i].name, call->method->name))
            return give_integer(call, parts[i].value);
    return give_integer(call, call->receiver.time.nanoseconds);
}

/* Unix, UnixMilli, UnixMicro, UnixNano, whose overflow wraps around. */
static bool time_unix(struct template_call *call)
{
    uint64_t seconds = (uint64_t)call->receiver.time.seconds - (uint64_t)UNIX_EPOCH, scale = 1;
    uint64_t nanoseconds = (uint64_t)call->receiver.time.nanoseconds;

    if (str_eq(call->method->name, STR("UnixMilli")))
        scale = 1000;
    else if (str_eq(call->method->name, STR("UnixMicro")))
        scale = 1000000;
    else if (str_eq(call->method->name, STR("UnixNano")))
        scale = 1000000000;
    return give_integer(call, (int64_t)(seconds * scale + (scale > 1 ? nanoseconds / (1000000000 / scale) : 0)));
}

static int compare_times(struct template_time a, struct template_time b)
{
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nanoseconds > b.nanoseconds) - (a.nanoseconds < b.nanoseconds);
}

static bool time_is_zero(struct template_call *call)
{
    return give_truth(call, call->receiver.time.seconds == 0 && call->receiver.time.nanoseconds == 0);
}

static bool time_before(struct template_call *call)
{
    return give_truth(call, compare_times(call->receiver.time, call->args[0].time) < 0);
}

static bool time_after(struct template_call *call)
{
    return give_truth(call, compare_times(call->receiver.time, call->args[0].time) > 0);
}

static bool time_equal(struct template_call *call)
{
    return give_truth(call, compare_times(call->receiver.time, call->args[0].time) == 0);
}

static bool time_compare(struct template_call *call)
{
    return give_integer(call, compare_times(call->receiver.time, call->args[0].time));
}

static bool time_same(struct template_call *call)
{
    return give_time(call, call->receiver.time);
}

static bool time_in(struct template_call *call)
{
    if (call->args[0].target)
        return give_time(call, call->receiver.time);
    call->error = STR("time: missing Location in call to Time.In");
    return false;
}

/* A difference past the range of durations is the nearest there is. */
static bool time_sub(struct template_call *call)
{
    struct template_time a = call->receiver.time, b = call->args[0].time;
    int64_t seconds, nanoseconds;

    if (!__builtin_sub_overflow(a.seconds, b.seconds, &seconds) &&
        !__builtin_mul_overflow(seconds, INT64_C(1000000000), &nanoseconds) &&
        !__builtin_add_overflow(nanoseconds, (int64_t)a.nanoseconds - b.nanoseconds, &nanoseconds))
        return give_integer(call, nanoseconds);
    return give_integer(call, compare_times(a, b) < 0 ? INT64_MIN : INT64_MAX);
}

/* Days from the first of January of year 1 to this day; month and day may lie outside their ranges. */
static int64_t day_number(int64_t year, int64_t month, int64_t day)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    int64_t years, eras;
    bool leap;

    year += (month - 1) / 12;
    month = (month - 1) % 12;
    if (month < 0)
        month += 12, year--;
    eras = year < 1 ? 1 - year / 400 : 0; /* of 400 years, to count up from a positive one */
    years = year - 1 + 400 * eras;
    leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return 365 * years + years / 4 - years / 100 + years / 400 - INT64_C(146097) * eras + before[month] +
           (leap && month > 1) + day - 1;
}

static bool time_add_date(struct template_call *call)
{
    const struct template_value *by = call->args;
    const int64_t most = 1000000; /* years, months or days: farther than any real date */
    struct gotime_date d = gotime_split(call->receiver.time);
    struct template_time t = call->receiver.time;

    for (int i = 0; i < 3; i++)
        if (by[i].integer > most || by[i].integer < -most) {
            call->undecided = true;
            return false;
        }
    t.seconds = day_number(d.year + by[0].integer, d.month + by[1].integer, d.day + by[2].integer) * 86400 +
                d.hour * 3600 + d.minute * 60 + d.second;
    return give_time(call, t);
}

__extension__ typedef __int128 wide;

/* What is left of a time by a duration, counted from the zero time. */
static int64_t time_rest(struct template_time t, int64_t d)
{
    wide rest = ((wide)t.seconds * 1000000000 + t.nanoseconds) % d;

    return (int64_t)(rest < 0 ? rest + d : rest);
}

static struct template_time time_plus(struct template_time t, int64_t nanoseconds)
{
    int64_t seconds = nanoseconds / 1000000000;

    t.nanoseconds += (int32_t)(nanoseconds % 1000000000);
    if (t.nanoseconds >= 1000000000)
        seconds++, t.nanoseconds -= 1000000000;
    else if (t.nanoseconds < 0)
        seconds--, t.nanoseconds += 1000000000;
    t.seconds = (int64_t)((uint64_t)t.seconds + (uint64_t)seconds);
    return t;
}

static bool time_add(struct template_call *call)
{
    return give_time(call, time_plus(call->receiver.time, call->args[0].integer));
}

static bool time_truncate(struct template_call *call)
{
    int64_t d = call->args[0].integer;

    if (d <= 0)
        return give_time(call, call->receiver.time);
    return give_time(call, time_plus(call->receiver.time, -time_rest(call->receiver.time, d)));
}

static bool time_round(struct template_call *call)
{
    int64_t d = call->args[0].integer, rest;

    if (d <= 0)
        return give_time(call, call->receiver.time);
    rest = time_rest(call->receiver.time, d);
    return give_time(call, time_plus(call->receiver.time, rest < d - rest ? -rest : d - rest));
}

static bool time_location(struct template_call *call)
{
    static const struct template_value parts[] = {
        { .type = TEXT, .string = STR_INIT("UTC") },
        { .type = &type_zones },
        { .type = &type_zone_changes },
        { .type = TEXT },
        { .type = WIDE },
        { .type = WIDE },
        { .type = &type_zone_pointer },
    };
    static const struct template_value utc = { .type = &type_location, .fields = parts };

    call->result = template_pointer(call->method->out, &utc);
    return true;
}

static bool duration_string(struct template_call *call)
{
    struct buf b = { 0 };

    gotime_duration(&b, call->receiver.integer);
    return give_text(call, &b);
}

/* Hours, Minutes and Seconds as floats, added as Go adds them. */
static bool duration_float(struct template_call *call)
{
    int64_t unit = INT64_C(1000000000), d = call->receiver.integer;

    if (str_eq(call->method->name, STR("Minutes")))
        unit *= 60;
    else if (str_eq(call->method->name, STR("Hours")))
        unit *= 3600;
    call->result = template_float((double)(d / unit) + (double)(d % unit) / (double)unit);
    return true;
}

static bool duration_whole(struct template_call *call)
{
    int64_t unit = 1;

    if (str_eq(call->method->name, STR("Milliseconds")))
        unit = 1000000;
    else if (str_eq(call->method->name, STR("Microseconds")))
        unit = 1000;
    return give_integer(call, call->receiver.integer / unit);
}

static bool duration_abs(struct template_call *call)
{
    int64_t d = call->receiver.integer;

    return give_integer(call, d == INT64_MIN ? INT64_MAX : d < 0 ? -d : d);
}

/* Half of a unit is rounded away from zero; what does not fit is the nearest that does. */
static bool duration_round(struct template_call *call)
{
    int64_t d = call->receiver.integer, m = call->args[0].integer, rest, rounded;

    if (m <= 0)
        return give_integer(call, d);
    rest = d % m < 0 ? -(d % m) : d % m;
    if (rest < m - rest)
        return give_integer(call, d < 0 ? d + rest : d - rest);
    if (d < 0)
        return give_integer(call, __builtin_sub_overflow(d, m - rest, &rounded) ? INT64_MIN : rounded);
    return give_integer(call, __builtin_add_overflow(d, m - rest, &rounded) ? INT64_MAX : rounded);
}

static bool duration_truncate(struct template_call *call)
{
    int64_t d = call->receiver.integer, m = call->args[0].integer;

    return give_integer(call, m <= 0 ? d : d - d % m);
}

/* Names of months and weekdays, from a time that falls on them. */
static bool named(struct template_call *call, struct str layout, int64_t first, int64_t last, struct template_time t)
{
    struct buf b = { 0 };

    if (call->receiver.integer < first || call->receiver.integer > last) {
        struct str name = str_from(call->receiver.type->name, sizeof "time." - 1);
        buf_printf(&b, "%%!%.*s(%lld)", STR_ARG(name), (long long)call->receiver.integer);
    } else {
        gotime_format(&b, t, layout);
    }
    return give_text(call, &b);
}

static bool month_string(struct template_call *call)
{
    return named(call, STR("January"), 1, 12,
                 (struct template_time){ .seconds = (call->receiver.integer * 30 - 20) * 86400 });
}

static bool weekday_string(struct template_call *call)
{
    return named(call, STR("Monday"), 0, 6, (struct template_time){ .seconds = (call->receiver.integer + 6) * 86400 });
}

static const struct template_method month_methods[] = { METHOD("String", 0, TEXT, month_string) };
static const struct template_method weekday_methods[] = { METHOD("String", 0, TEXT, weekday_string) };
static const struct template_method location_methods[] = {
    METHOD_TEXT("String", METHOD_POINTER, TEXT, method_text, "UTC"),
};
static const struct template_method duration_methods[] = {
    METHOD("Abs", 0, DURATION, duration_abs),
    METHOD("Hours", 0, &template_type_float64, duration_float),
    METHOD("Microseconds", 0, WIDE, duration_whole),
    METHOD("Milliseconds", 0, WIDE, duration_whole),
    METHOD("Minutes", 0, &template_type_float64, duration_float),
    METHOD("Nanoseconds", 0, WIDE, duration_whole),
    METHOD_IN("Round", 0, DURATION, duration_round, in_duration),
    METHOD("Seconds", 0, &template_type_float64, duration_float),
    METHOD("String", 0, TEXT, duration_string),
    METHOD_IN("Truncate", 0, DURATION, duration_truncate, in_duration),
};
static const struct template_method time_methods[] = {
    METHOD_IN("Add", 0, TIME, time_add, in_duration),
    METHOD_IN("AddDate", 0, TIME, time_add_date, in_date),
    METHOD_IN("After", 0, TRUTH, time_after, in_time),
    METHOD_IN("AppendFormat", 0, &type_bytes, NULL, in_bytes_text),
    METHOD_IN("Before", 0, TRUTH, time_before, in_time),
    METHOD_MANY("Clock", 0, 3),
    METHOD_IN("Compare", 0, WHOLE, time_compare, in_time),
    METHOD_MANY("Date", 0, 3),
    METHOD("Day", 0, WHOLE, time_part),
    METHOD_IN("Equal", 0, TRUTH, time_equal, in_time),
    METHOD_IN("Format", 0, TEXT, time_format, in_text),
    METHOD("GoString", 0, TEXT, time_go_string),
    METHOD_IN("GobDecode", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD_OR_ERROR("GobEncode", 0, &type_bytes, NULL),
    METHOD("Hour", 0, WHOLE, time_part),
    METHOD_TWO("ISOWeek", 0, WHOLE),
    METHOD_IN("In", 0, TIME, time_in, in_location),
    METHOD("IsDST", 0, TRUTH, method_zero),
    METHOD("IsZero", 0, TRUTH, time_is_zero),
    METHOD("Local", 0, TIME, time_same),
    METHOD("Location", 0, &type_location_pointer, time_location),
    METHOD_OR_ERROR("MarshalBinary", 0, &type_bytes, NULL),
    METHOD_OR_ERROR("MarshalJSON", 0, &type_bytes, NULL),
    METHOD_OR_ERROR("MarshalText", 0, &type_bytes, NULL),
    METHOD("Minute", 0, WHOLE, time_part),
    METHOD("Month", 0, &type_month, time_part),
    METHOD("Nanosecond", 0, WHOLE, time_part),
    METHOD_IN("Round", 0, TIME, time_round, in_duration),
    METHOD("Second", 0, WHOLE, time_part),
    METHOD("String", 0, TEXT, time_string),
    METHOD_IN("Sub", 0, DURATION, time_sub, in_time),
    METHOD_IN("Truncate", 0, TIME, time_truncate, in_duration),
    METHOD("UTC", 0, TIME, time_same),
    METHOD("Unix", 0, WIDE, time_unix),
    METHOD("UnixMicro", 0, WIDE, time_unix),
    METHOD("UnixMilli", 0, WIDE, time_unix),
    METHOD("UnixNano", 0, WIDE, time_unix),
    METHOD_IN("UnmarshalBinary", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD_IN("UnmarshalJSON", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD_IN("UnmarshalText", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD("Weekday", 0, &type_weekday, time_part),
    METHOD("Year", 0, WHOLE, time_part),
    METHOD("YearDay", 0, WHOLE, time_part),
    METHOD_TWO("Zone", 0, WHOLE),
    METHOD_TWO("ZoneBounds", 0, TIME),
};

static const struct template_field time_fields[] = {
    { STR_INIT("wall"), &template_type_uint64, false, true },
    { STR_INIT("ext"), &template_type_int64, false, true },
    { STR_INIT("loc"), &type_location_pointer, false, true },
};

static const struct template_field location_fields[] = {
    { STR_INIT("name"), TEXT, false, true },
    { STR_INIT("zone"), &type_zones, false, true },
    { STR_INIT("tx"), &type_zone_changes, false, true },
    { STR_INIT("extend"), TEXT, false, true },
    { STR_INIT("cacheStart"), WIDE, false, true },
    { STR_INIT("cacheEnd"), WIDE, false, true },
    { STR_INIT("cacheZone"), &type_zone_pointer, false, true },
};

static const struct template_type type_bytes = { .name = STR_INIT("[]uint8"),
                                                 .kind = TEMPLATE_SLICE,
                                                 .elem = &template_type_uint8 };
static const struct template_type type_month = {
    .name = STR_INIT("time.Month"), .kind = TEMPLATE_INT, .methods = month_methods, .method_count = COUNT(month_methods)
};
static const struct template_type type_weekday = { .name = STR_INIT("time.Weekday"),
                                                   .kind = TEMPLATE_INT,
                                                   .methods = weekday_methods,
                                                   .method_count = COUNT(weekday_methods) };
static const struct template_type type_location = { .name = STR_INIT("time.Location"),
                                                    .kind = TEMPLATE_STRUCT,
                                                    .pointer = &type_location_pointer,
                                                    .fields = location_fields,
                                                    .field_count = COUNT(location_fields),
                                                    .methods = location_methods,
                                                    .method_count = COUNT(location_methods) };
static const struct template_type type_location_pointer = { .name = STR_INIT("*time.Location"),
                                                            .kind = TEMPLATE_POINTER,
                                                            .elem = &type_location };
static const struct template_type type_time_pointer = { .name = STR_INIT("*time.Time"),
                                                        .kind = TEMPLATE_POINTER,
                                                        .elem = TIME };
const struct template_type template_type_duration = { .name = STR_INIT("time.Duration"),
                                                      .kind = TEMPLATE_INT,
                                                      .package = STR_INIT("time"),
                                                      .methods = duration_methods,
                                                      .method_count = COUNT(duration_methods) };
const struct template_type template_type_time = { .name = STR_INIT("time.Time"),
                                                  .kind = TEMPLATE_STRUCT,
                                                  .package = STR_INIT("time"),
                                                  .pointer = &type_time_pointer,
                                                  .fields = time_fields,
                                                  .field_count = COUNT(time_fields),
                                                  .methods = time_methods,
                                                  .method_count = COUNT(time_methods) };
