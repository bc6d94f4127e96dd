#include "base/path.h"
#include "pipeline/behaviour.h"
#include "pipeline/check_parts.h"
#include "pipeline/layers.h"
#include "pipeline/own_steps.h"
#include "pipeline/survey/survey.h"
#include "pipeline/yamlwrap.h"
#include "syntax/scalar/calendar.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>

/* A time as in pseudo-versions, yyyymmddhhmmss, a week later; itself where it is no date. */
static uint64_t week_after(uint64_t time)
{
    uint64_t date = time / 1000000;
    struct date d = { (int64_t)(date / 10000), (int)(date / 100 % 100), (int)(date % 100) };

    if (d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return time;
    d = calendar_date(calendar_day(d) + 7);
    return ((uint64_t)d.year * 10000 + (uint64_t)d.month * 100 + (uint64_t)d.day) * 1000000 + time % 1000000;
}

/* Of a version off the main line nobody knows the schema; the next change of the main line's, if it came within a week,
 * is what that version most likely was merged as. */
static uint64_t merged_as(const struct history *h, uint64_t pin)
{
    uint64_t last = week_after(pin), next = UINT64_MAX;

    for (size_t i = 0; i < h->count; i++) {
        if (h->rows[i].since > pin && h->rows[i].since < next)
            next = h->rows[i].since;
        if (h->rows[i].until > pin && h->rows[i].until < next)
            next = h->rows[i].until;
    }
    return next <= last ? next : pin;
}

static bool is_file(const struct fs *fs, struct str path)
{
    struct fs_info info;
    struct fs_error e;

    return path.len && fs_stat(fs, path, &info, &e) && info.kind == FS_FILE;
}

static void add_text(struct str **list, size_t *count, struct arena *a, struct str s)
{
    struct str *grown = ARENA_ARRAY(a, struct str, *count + 1);

    for (size_t i = 0; i < *count; i++)
        grown[i] = (*list)[i];
    grown[(*count)++] = s;
    *list = grown;
}

static bool is_yaml(struct str name)
{
    return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml"));
}

static bool contains(struct str s, struct str part)
{
    for (size_t i = 0; i + part.len <= s.len; i++)
        if (str_starts(str_from(s, i), part))
            return true;
    return false;
}

static void find_topologies(struct pipeline_paths *p, const struct fs *fs, struct arena *a)
{
    struct fs_listing listing;
    struct fs_error e;

    if (!fs_list(fs, STR("."), a, &listing, &e))
        return;
    for (size_t i = 0; i < listing.count; i++)
        if (str_starts(listing.names[i].name, STR("topology")) && is_yaml(listing.names[i].name) &&
            is_file(fs, listing.names[i].name))
            add_text(&p->topologies, &p->topology_count, a, listing.names[i].name);
}

static void find_overlays(struct pipeline_paths *p, const struct fs *fs, struct arena *a)
{
    struct str dir = path_dir_part(p->config);
    struct fs_listing listing;
    struct fs_error e;

    if (!fs_list(fs, dir.len ? dir : STR("."), a, &listing, &e))
        return;
    for (size_t i = 0; i < listing.count; i++)
        if (contains(listing.names[i].name, STR("overlay")) && is_yaml(listing.names[i].name))
            add_text(&p->overlays, &p->overlay_count, a, path_join(a, dir, listing.names[i].name));
}

/* Before there were topologies (April 2025) pipelines lay beside a layered configuration, which has clouds. */
static bool has_pipelines(const struct fs *fs, struct arena *a)
{
    enum { MOST_BYTES = 16 << 20 };
    struct discovered found = { 0 };
    struct buf bytes = { 0 };
    struct fs_error e;

    if (fs_read(fs, STR("config/config.yaml"), MOST_BYTES, &bytes, &e) && str_has(buf_str(&bytes), STR("\nclouds:")))
        discover_files(&found, fs, a);
    buf_free(&bytes);
    return found.pipelines.count > 0;
}

bool pipelines_discover(struct pipeline_paths *p, const struct fs *fs, struct arena *a)
{
    if (p->topology_count == 0)
        find_topologies(p, fs, a);
    if (p->topology_count == 0 && !has_pipelines(fs, a))
        return false;
    if (!p->config.len && is_file(fs, STR("config/config.yaml")))
        p->config = STR("config/config.yaml");
    if (p->config.len && p->overlay_count == 0)
        find_overlays(p, fs, a);
    else if (p->overlay_count)
        p->complete = true;
    if (!p->pin_from.len)
        p->pin_from = STR("tooling/templatize/go.mod");
    return true;
}

uint64_t pipelines_pin(struct str text)
{
    static const struct str module = STR_INIT("github.com/Azure/ARO-Tools/pipelines v0.0.0-"),
                            whole = STR_INIT("github.com/Azure/ARO-Tools v0.0.0-"), version = STR_INIT("v0.0.0-");
    enum { DIGITS = 14 };
    uint64_t time = 0;
    size_t at = str_find(text, module), before = str_find(text, whole);

    /* until 2026 the repository was one module */
    text = at != SIZE_MAX              ? str_from(text, at + module.len)
           : before != SIZE_MAX        ? str_from(text, before + whole.len)
           : str_starts(text, version) ? str_from(text, version.len)
                                       : text;
    for (size_t k = 0; k < DIGITS && k < text.len && text.p[k] >= '0' && text.p[k] <= '9'; k++)
        time = time * 10 + (uint64_t)(text.p[k] - '0');
    return time < 20200101000000 ? 20260820999999 : time;
}

static void read_files(struct pipelines_run *r, struct unit *units, size_t count)
{
    struct words paths = { 0 };

    for (size_t i = 0; i < r->discovered.pipelines.count; i++)
        words_add(&paths, r->arena, r->discovered.pipelines.at[i]);
    for (size_t i = 0; i < count; i++)
        for (const struct service *s = units[i].loaded ? units[i].topology.first : NULL; s; s = service_next(s, NULL))
            words_add(&paths, r->arena, s->file);
    for (size_t i = 0; i < r->paths->pipeline_count; i++)
        words_add(&paths, r->arena, r->paths->pipelines[i]);
    words_sort(&paths);
    map_init(&r->by_path, r->arena);
    r->files = ARENA_ARRAY(r->arena, struct pipeline_file, paths.count + 1);
    r->file_count = paths.count;
    for (size_t i = 0; i < paths.count; i++) {
        pipeline_file_read(&r->files[i], r->fs, paths.at[i], r->arena);
        *map_at(&r->by_path, paths.at[i]) = (void *)(uintptr_t)(i + 1);
    }
}

static void say_unreadable(struct unit *u, const char *rule, struct str path, size_t offset, bool placed,
                           struct str words)
{
    struct str none = { "", 0 };

    faults_add(&u->run->faults, rule,
               placed ? faults_line(&u->run->faults, path, offset) : (struct fault_place){ path, { 0 } }, none, words,
               words);
}

static void load_topology(struct unit *u, const struct str *paths, size_t count)
{
    struct topology_fault f;
    struct faults *all = &u->run->faults;
    struct fault *fault;

    u->loaded = topology_load(&u->topology, u->run->fs, paths, count, u->run->arena, &f);
    if (u->loaded)
        return;
    say_unreadable(u, f.at ? "topology-invalid" : "topology-unreadable", paths[f.topology],
                   f.at ? f.at->start : f.offset, f.at || f.line, f.words);
    if (!f.also)
        return;
    fault = all->list[all->count - 1];
    fault_also(all, fault, faults_line(all, paths[f.also_topology], f.also->start), "first here");
}

/* topology-X.yaml is deployed with config-X.yaml where there is one. */
static struct str config_of(struct unit *u, struct str topology)
{
    const struct pipeline_paths *p = u->run->paths;
    struct arena *a = u->run->arena;
    struct str name = topology, own;

    for (size_t i = 0; i < topology.len; i++)
        if (topology.p[i] == '/')
            name = str_from(topology, i + 1);
    if (!str_starts(name, STR("topology-")))
        return p->config;
    own = path_join(a, path_dir_part(p->config), ARENA_JOIN(a, STR("config-"), str_from(name, 9)));
    return is_file(u->run->fs, own) ? own : p->config;
}

static void load_config(struct unit *u, struct str base)
{
    struct pipelines_run *r = u->run;
    struct str *paths = ARENA_ARRAY(r->arena, struct str, r->paths->overlay_count + 1);
    size_t count = 0;
    struct yaml_error e;

    if (!base.len)
        return;
    paths[count++] = base;
    for (size_t i = 0;
         i < r->paths->overlay_count && str_eq(base, r->paths->config) && (u->overlaid || r->paths->complete); i++)
        paths[count++] = r->paths->overlays[i];
    if (!config_load(&u->source, r->fs, paths, count,
                     pipeline_behaves(PIPELINE_NUMBERS_STAY_WHOLE, r->pin) ? PAGE_INT64 : PAGE_FLOAT64, r->arena)) {
        const struct words *w = u->source.merge.count ? &u->source.merge : &u->source.provider;

        say_unreadable(u, "config-unreadable", base, u->source.page.error_offset,
                       u->source.page.error.len && count == 1, words_line(w, r->arena));
        u->source.contexts = NULL;
        return;
    }
    u->layers = ARENA_ARRAY(r->arena, struct tape, count);
    for (size_t i = 0; i < count; i++)
        if (!yaml_read(&u->layers[i], r->arena, yaml_wrap(r->arena, u->source.texts[i]), NULL, &e))
            u->layers[i] = (struct tape){ 0 };
    config_schema_load(&u->schema, r->fs, u->source.schema, pipeline_behaves(PIPELINE_CONFIG_CEL_RULES, r->pin),
                       r->arena);
    check_contexts(u);
}

static void free_pipelines(struct judging *j)
{
    for (size_t i = 0; j->pipelines && i < j->unit->run->file_count; i++)
        pipeline_free(&j->pipelines[i]);
}

/* The same once more with what EV2 sees: stand-ins. Files are named as the values name them. */
static void check_placeholders(struct judging *j)
{
    j->values = config_placeholders(j->arena, j->config.root);
    if (!j->values)
        return;
    j->placeholders = true;
    check_files(j);
    free_pipelines(j);
    check_pipelines(j);
}

bool context_is_surveyed(const struct unit *u, const struct check_context *context)
{
    const struct pipeline_context *c = &context->is;
    size_t i = (size_t)(context - u->contexts);

    /* each topology of a combined one was looked at by itself; the last stamp is counted with the first */
    if (u->combined || str_eq(c->stamp, STR("999")))
        return false;
    if (i == 0)
        return true;
    return !str_eq(c->env, u->contexts[i - 1].is.env) || !str_eq(c->cloud, u->contexts[i - 1].is.cloud) ||
           node_get(config_regions(&u->source, c->cloud, c->env), c->region);
}

static void check_context(struct unit *u, size_t i, struct arena *a, struct surveys *surveys, bool *stand_ins)
{
    struct judging j = { .unit = u, .context = &u->contexts[i], .arena = a };
    const struct pipeline_look *look = u->run->paths->look;

    if (look && look->wants && !look->wants(look->who, u, j.context))
        return;
    check_config(&j);
    if (j.config.root) {
        j.values = j.config.root;
        check_pipelines(&j);
        check_graphs(&j);
        if (!u->combined)
            own_steps_ask(u->run->own, &j);
        if (!j.context->partial)
            check_files(&j);
        if (context_is_surveyed(u, j.context))
            survey_context(surveys, &j);
        if (look && look->context)
            look->context(look->who, &j);
        if (*stand_ins && !j.context->partial) {
            *stand_ins = false;
            check_placeholders(&j);
        }
        free_pipelines(&j);
    } else if (context_is_surveyed(u, j.context)) {
        survey_context(surveys, &j);
    }
    config_resolved_free(&j.config);
    arena_reset(a);
}

static void check_unit(struct unit *u, struct surveys *surveys)
{
    struct check_context unknown = { 0 };
    struct judging nothing = { .unit = u, .context = &unknown };
    const struct pipeline_look *look = u->run->paths->look;
    struct arena a = { 0 };
    bool stand_ins = u->ev2;

    if (look && look->unit)
        look->unit(look->who, u);

    if (!u->overlaid && !u->combined)
        check_topology(u);
    check_topology_versions(u);
    check_schema_open(u);
    if (!u->overlaid && !u->combined)
        check_bicepparams(u);
    for (size_t i = 0; i < u->context_count; i++)
        check_context(u, i, &a, surveys, &stand_ins);
    nothing.arena = &a;
    if (u->context_count == 0 && !u->overlaid && !u->combined)
        survey_context(surveys, &nothing);
    arena_free(&a);
}

/* As people count contexts: a stamp makes no further one, nor does a second topology. */
static void count_contexts(struct map *been, const struct unit *u)
{
    for (size_t i = 0; i < u->context_count; i++) {
        const struct check_context *c = &u->contexts[i];

        *map_at(been, str_slice(c->name, 0, c->name.len - c->is.stamp.len)) = u->run;
    }
}

static void count(struct pipelines_run *r, const struct unit *units, size_t count)
{
    struct map been;

    map_init(&been, r->arena);
    for (size_t i = 0; i < count; i++) {
        count_contexts(&been, &units[i]);
        if (units[i].combined)
            continue;
        r->contexts += units[i].context_count;
        r->counts->files += units[i].overlaid ? units[i].source.count - (units[i].source.count > 0)
                                              : units[i].topology.count + units[i].source.count;
    }
    r->counts->files += r->file_count;
    r->counts->pipelines = r->file_count;
    r->counts->contexts = been.count;
}

bool pipeline_given(const struct pipelines_run *r, struct str path)
{
    for (size_t i = 0; i < r->paths->pipeline_count; i++)
        if (str_eq(r->paths->pipelines[i], path))
            return true;
    return false;
}

static void say_unlisted(struct pipelines_run *r, const struct unit *units, size_t count)
{
    struct str none = { "", 0 };

    for (size_t i = 0; i < r->discovered.pipelines.count && r->paths->topology_count; i++) {
        struct str path = r->discovered.pipelines.at[i];
        bool listed = pipeline_given(r, path);

        for (size_t k = 0; k < count; k++)
            for (const struct service *s = units[k].loaded ? units[k].topology.first : NULL; s;
                 s = service_next(s, NULL))
                listed |= str_eq(s->file, path);
        if (!listed)
            faults_add(&r->faults, "pipeline-unlisted", (struct fault_place){ path, { 0 } }, none,
                       STR("no topology names this pipeline: nothing deploys it"), none);
    }
}

void note_missing(struct pipelines_run *r, struct str where, struct str what)
{
    struct str key = ARENA_JOIN(r->arena, where, STR("\n"), what);

    r->incomplete++;
    *map_at(&r->missing, key) = r;
}

static void say_incomplete(struct pipelines_run *r)
{
    struct str none = { "", 0 };
    size_t n = r->missing.count;

    if (n)
        faults_add(&r->faults, "config-partial", (struct fault_place){ r->paths->config, { 0 } }, none,
                   arena_printf(r->arena,
                                "%zu value%s of clouds that only an overlay speaks of %s not decided: a layer that is "
                                "not in this tree may give %s",
                                n, n == 1 ? "" : "s", n == 1 ? "is" : "are", n == 1 ? "it" : "them"),
                   none);
}

/* topology.yaml is what EV2 deploys, and templatize too; others are templatize's, unless the project says more. */
static bool is_for_ev2(const struct pipeline_paths *p, struct str topology)
{
    for (size_t i = 0; i < p->ev2_topology_count; i++)
        if (str_eq(p->ev2_topologies[i], topology))
            return true;
    return !p->consumers_said && (str_eq(topology, STR("topology.yaml")) || str_ends(topology, STR("/topology.yaml")));
}

/* One with what is in the tree; another for the clouds of overlays, whose other layers are elsewhere. */
static size_t load_units(struct pipelines_run *r, struct unit *units, struct str topology)
{
    struct str base;

    units[0] = (struct unit){ .run = r, .ev2 = is_for_ev2(r->paths, topology) };
    load_topology(&units[0], &topology, 1);
    base = config_of(&units[0], topology);
    load_config(&units[0], base);
    if (r->paths->complete || r->paths->overlay_count == 0 || !str_eq(base, r->paths->config) ||
        !units[0].source.contexts)
        return 1;
    units[1] = (struct unit){
        .run = r, .overlaid = true, .topology = units[0].topology, .loaded = units[0].loaded, .ev2 = units[0].ev2
    };
    load_config(&units[1], base);
    return 2;
}

/* The unit whose topology has the service; NULL: none. */
static struct unit *unit_with(struct unit *units, size_t count, struct str group)
{
    for (size_t i = 0; i < count; i++)
        if (units[i].loaded && !units[i].overlaid && topology_find(&units[i].topology, group))
            return &units[i];
    return NULL;
}

/* The topologies that a unit's services have parents in, and its own, last. A parent that no topology has: of all, so
 * that upstream's words come. */
static size_t joined_paths(struct unit *units, size_t count, struct unit *u, struct str *paths)
{
    const struct pipeline_paths *given = u->run->paths;
    size_t n = 0;
    bool lost = false;

    for (const struct service *s = u->topology.first; s; s = service_next(s, NULL)) {
        struct unit *parent = s->has_external_parent ? unit_with(units, count, s->external_parent) : NULL;
        bool again = parent == u;

        lost |= s->has_external_parent && !parent;
        for (size_t i = 0; parent && i < n; i++)
            again |= str_eq(paths[i], parent->topology.paths[0]);
        if (parent && !again)
            paths[n++] = parent->topology.paths[0];
    }
    if (lost)
        n = 0;
    for (size_t i = 0; lost && i < given->topology_count; i++)
        if (!str_eq(given->topologies[i], u->topology.paths[0]))
            paths[n++] = given->topologies[i];
    if (n)
        paths[n++] = u->topology.paths[0];
    return n;
}

/* Topologies that externalParent joins are deployed as one: they are judged as one, beside each by itself. */
static size_t load_joined(struct pipelines_run *r, struct unit *units, size_t count)
{
    size_t all = count;

    for (size_t i = 0; i < count; i++) {
        struct str *paths = ARENA_ARRAY(r->arena, struct str, 2 * r->paths->topology_count + 1);
        struct unit *u = &units[i], *joined = &units[all];
        size_t n = u->loaded && !u->overlaid ? joined_paths(units, count, u, paths) : 0;

        if (n == 0)
            continue;
        *joined = (struct unit){ .run = r, .ev2 = u->ev2, .combined = true };
        load_topology(joined, paths, n);
        load_config(joined, config_of(joined, u->topology.paths[0]));
        u->joined = joined->loaded;
        all++;
    }
    return all;
}

void pipelines_check(const struct fs *fs, const struct pipeline_paths *paths, const struct rule_settings *settings,
                     struct findings *out, struct pipeline_counts *counts)
{
    struct arena a = { 0 };
    struct pipelines_run r = { .fs = fs, .paths = paths, .arena = &a, .counts = counts };
    struct own_steps own;
    struct surveys surveys;
    struct unit *units = ARENA_ARRAY(&a, struct unit, 4 * paths->topology_count + 2);
    size_t unit_count = 0;

    *counts = (struct pipeline_counts){ .silences = counts->silences };
    faults_init(&r.faults, fs, &a);
    own_steps_begin(&own, paths->own, settings, out);
    r.own = &own;
    map_init(&r.counted, &a);
    map_init(&r.judged, &a);
    map_init(&r.missing, &a);
    map_init(&r.unknown, &a);
    map_init(&r.pages, &a);
    r.pin = pipelines_pin(paths->pin.len ? paths->pin : faults_source(&r.faults, paths->pin_from));
    r.settings = settings_read(fs, STR("tooling/templatize/settings.yaml"), &a, &r.setting_count);
    discover_files(&r.discovered, fs, &a);
    history_read(&r.history, &a);
    consumers_find(&r.consumers, paths, &r.faults, &a);
    r.schema_pin = r.consumers.each[CONSUMER_TEMPLATIZE].unmerged ? merged_as(&r.history, r.pin) : r.pin;
    r.schema = pipeline_schema(r.schema_pin, &a);
    if (r.consumers.each[CONSUMER_EV2].time && r.consumers.each[CONSUMER_EV2].time != r.pin)
        r.ev2_schema = pipeline_schema(r.consumers.each[CONSUMER_EV2].time, &a);
    for (size_t i = 0; i < paths->topology_count; i++)
        unit_count += load_units(&r, &units[unit_count], paths->topologies[i]);
    if (paths->topology_count == 0) {
        units[unit_count] = (struct unit){ .run = &r };
        load_config(&units[unit_count++], paths->config);
    }
    units[0].main = true;
    unit_count = load_joined(&r, units, unit_count);
    r.units = units;
    r.unit_count = unit_count;
    surveys_init(&surveys, &r, settings, &a);
    read_files(&r, units, unit_count);
    for (size_t i = 0; r.schema && i < unit_count; i++)
        check_unit(&units[i], &surveys);
    surveys_end(&surveys);
    check_updater(&r);
    check_pins(&r);
    say_unlisted(&r, units, unit_count);
    say_incomplete(&r);
    count(&r, units, unit_count);
    if (counts->silences)
        read_silences(&r, units, unit_count, counts->silences);
    faults_report(&r.faults, settings, out, r.contexts);
    own_steps_end(&own, r.contexts);
    for (size_t i = 0; i < unit_count; i++)
        config_schema_free(&units[i].schema);
    schema_free(r.schema);
    schema_free(r.ev2_schema);
    arena_free(&a);
}
