#include "tests/gate/state_fixture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void fill_jobs(struct state *s)
{
    struct arena *a = &s->side.arena;
    struct delta_side *side = &s->side;

    side->jobs = ARENA_ARRAY(a, struct delta_job, 3);
    side->job_count = 3;
    for (size_t i = 0; i < 3; i++) {
        struct delta_job *j = &side->jobs[i];
        j->kind = i == 2 ? PERIODIC : PRESUBMIT;
        j->repo = i == 2 ? STR("") : STR("org/repo");
        j->name = arena_printf(a, "job-%zu", i);
        j->context = j->name;
        j->always_run = i == 0;
        j->optional = i == 1;
        j->work = fingerprint_of(j->name);
        j->at = (struct place){ STR("jobs/a.yaml"), { 3, 5, 3, 9 }, false };
    }
    side->jobs[0].branches.only = ARENA_ARRAY(a, struct str, 1);
    side->jobs[0].branches.only[0] = STR("main");
    side->jobs[0].branches.only_count = 1;
    side->jobs[0].presets = ARENA_ARRAY(a, uint32_t, 1);
    side->jobs[0].preset_count = 1;
    side->jobs[0].parts = ARENA_ARRAY(a, struct fingerprint, 1);
    side->jobs[0].parts[0] = fingerprint_of(STR("env"));
    side->jobs[0].part_count = 1;
}

static void fill_presets(struct state *s)
{
    struct arena *a = &s->side.arena;
    struct delta_preset *p = ARENA_NEW(a, struct delta_preset);

    p->name = STR("preset-x: \"true\"");
    p->labels = ARENA_NEW(a, struct delta_label);
    p->labels[0] = (struct delta_label){ STR("preset-x"), STR("true") };
    p->label_count = 1;
    p->parts = ARENA_NEW(a, struct delta_preset_part);
    p->parts[0] = (struct delta_preset_part){ .part = POD_VOLUMES, .name = STR("v"), .value = { 1, 2 } };
    p->part_count = 1;
    s->side.presets = p;
    s->side.preset_count = 1;
    s->side.required = ARENA_NEW(a, struct delta_required);
    s->side.required[0] =
        (struct delta_required){ STR("org/repo"), STR("main"), STR("job-0"), "tide", { { 0 }, { 0 }, false } };
    s->side.required_count = 1;
}

void fixture_state(struct state *s, uint64_t generation)
{
    struct arena *a;

    *s = (struct state){ .generation = generation, .time = 1764000000 + (int64_t)generation };
    a = &s->side.arena;
    s->tool = STR("prowgate test");
    s->name = STR("a tree");
    s->deployed = ARENA_NEW(a, struct deployed_component);
    s->deployed[0] = (struct deployed_component){ .component = STR("hook"), .version = STR("v20260821-a61940897") };
    s->deployed_count = 1;
    s->files = ARENA_NEW(a, struct seal_file);
    s->files[0].path = STR("jobs/a.yaml");
    s->files[0].size = 300;
    sha256_of(STR("a"), &s->files[0].sha256);
    s->file_count = 1;
    s->side.files = 1;
    s->side.counts[PRESUBMIT] = 2;
    s->side.counts[PERIODIC] = 1;
    fill_jobs(s);
    fill_presets(s);
    delta_side_index(&s->side);
}

struct buf fixture_bytes(uint64_t generation)
{
    struct buf bytes = { 0 };
    struct state s;

    fixture_state(&s, generation);
    state_write(&s, &bytes);
    state_free(&s);
    return bytes;
}

struct str fixture_folder(char room[64])
{
    snprintf(room, 64, "/tmp/prowgate-state-XXXXXX");
    assert_non_null(mkdtemp(room));
    return str_c(room);
}

void fixture_folder_remove(struct str path)
{
    struct arena a = { 0 };
    struct fs_listing names;
    struct fs_error error;
    struct fs_disk disk;

    assert_true(fs_disk_open(&disk, path.p, &error));
    assert_true(fs_list(&disk.fs, STR("."), &a, &names, &error));
    for (size_t i = 0; i < names.count; i++)
        unlinkat(disk.root, names.names[i].name.p, 0);
    fs_disk_close(&disk);
    assert_int_equal(rmdir(path.p), 0);
    arena_free(&a);
}

void fixture_put(struct str folder, const char *name, struct str bytes)
{
    char path[128];
    int fd;

    snprintf(path, sizeof path, "%s/%s", folder.p, name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.len), (ssize_t)bytes.len);
    close(fd);
}
