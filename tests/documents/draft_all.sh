#!/bin/sh
# draft_all.sh GCG DIR [FORMATS]: drafts twelve designs into DIR/01 .. DIR/12.
set -eu
gcg=$1 dir=$2 formats=${3:-md,html,docx,xlsx,csv} n=0
while read -r line; do
    n=$((n + 1)); at=$dir/$(printf '%02d' $n); mkdir -p "$at"
    # An underscore stands for the space inside a name; exit 9 is an infeasible design, which is drafted as well.
    set --; for word in $line; do set -- "$@" "$(echo "$word" | sed 's/GB300_NVL72/GB300 NVL72/')"; done
    "$gcg" plan "$@" > "$at/answer.json" || [ $? -eq 9 ]
    "$gcg" draft "$at/answer.json" --format "$formats" --out "$at" > "$at/draft.json"
done <<'REQUESTS'
--nodes 2 --gpu h100-sxm --workload training --rack-kw 25 --cooling air
--gpus 128 --gpu h100-sxm --workload training --rack-kw 40 --cooling air --set growth_node_count=32
--gpus 64 --gpu H200 --workload llm_finetune --fabric infiniband --rack-kw 25
--gpus 1024 --gpu b300-sxm --workload training
--gpu GB300_NVL72 --set racks_requested=2 --cooling liquid
--gpu GB300_NVL72 --set racks_requested=2 --cooling air
--pattern 2-4-3-200 --nodes 9
--gpus 64 --gpu b200-sxm --set model_params_b=1000 --set train_tokens=20000000000000 --set deadline_days=7
--workload llm_inference --set model_params_b=14 --set precision=fp8 --set users_concurrent=300 --rack-kw 15
--gpus 96 --gpu b200-sxm --set storage_capacity_tb=5000 --set storage_read_gbs=200 --set checkpoint_tb=14 --set checkpoint_interval_min=20 --set checkpoint_stall_s=90
--gpus 18432 --gpu b200-sxm --workload training
--workload llm_inference --set users_total=9000
REQUESTS
