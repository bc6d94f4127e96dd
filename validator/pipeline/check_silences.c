/* Comments that allow a finding, in the files that pipelines are made of. */
#include "pipeline/check_parts.h"
#include "pipeline/yamlwrap.h"
#include "rule/silence.h"
#include "syntax/yaml/yaml.h"

#include <string.h>

static bool is_yaml(struct str path)
{
    return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
}

/* Before it is rendered a file may be no YAML: with its actions in quotes it usually is, at the same lines. */
static void read_file(struct pipelines_run *r, struct silences *to, struct map *been, struct str path)
{
    struct str text = faults_source(&r->faults, path);
    struct yaml_error e;
    struct tape t;
    void **at = map_at(been, path);

    if (*at || !is_yaml(path) || !str_has(text, STR("prowgate:")))
        return;
    *at = r;
    if (!yaml_read(&t, r->arena, text, NULL, &e) && !yaml_read(&t, r->arena, yaml_wrap(r->arena, text), NULL, &e))
        t = (struct tape){ .source = text };
    silences_read(to, to->arena, arena_copy(to->arena, path), &t);
}

void read_silences(struct pipelines_run *r, const struct unit *units, size_t count, struct silences *to)
{
    struct map been;

    map_init(&been, r->arena);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; units[i].loaded && k < units[i].topology.count; k++)
            read_file(r, to, &been, units[i].topology.paths[k]);
        for (size_t k = 0; k < units[i].source.count; k++)
            read_file(r, to, &been, units[i].source.paths[k]);
    }
    for (size_t i = 0; i < r->file_count; i++)
        read_file(r, to, &been, r->files[i].path);
    for (size_t i = 0; i < r->pages.count; i++)
        read_file(r, to, &been, r->pages.entries[i].key);
    read_file(r, to, &been, STR("tooling/image-updater/config.yaml"));
}
