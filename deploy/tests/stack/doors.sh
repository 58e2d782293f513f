# shellcheck shell=bash disable=SC2154
# Every inner door, with nothing, with a foreign and with an expired certificate.
is_expired() { ! openssl x509 -in "$scratch/expired/prometheus/certificate.pem" -noout -checkend 0; }
passes "a certificate of no days has expired" wait_for 5 is_expired
for door in "API $api_1 nginx" "admin listener 1$api_1 prometheus" "worker's listener 1$worker_1 prometheus"; do
    part=${door##* } rest=${door% *}
    port=${rest##* } name=${rest% *}
    passes "$name: opens to $part" tried "$port" ours "$part" /livez
    refuses "$name: shut to nobody's" 'curl' tried "$port" ours nothing /livez
    refuses "$name: shut to a foreign one" 'curl' tried "$port" foreign "$part" /livez
    refuses "$name: shut to an expired one" 'curl' tried "$port" expired "$part" /livez
done
refuses "API: shut to a worker, which has no business there" 'curl' tried "$api_1" ours worker /livez
log_in() { psql -X "$1" -c 'SELECT 1'; }
passes "PostgreSQL: opens to the API" log_in "$(url xorb api "$scratch/ours")"
without=$(url xorb api "$scratch/ours")
refuses "PostgreSQL: shut to nobody's" 'certificate' log_in "${without%%&sslcert*}"
refuses "PostgreSQL: shut to a foreign one" 'unknown ca|verify failed' log_in "$(url xorb api "$scratch/foreign" | sed "s#sslrootcert=$scratch/foreign#sslrootcert=$scratch/ours#")"
refuses "PostgreSQL: shut to an expired one" 'expired' log_in "$(url xorb api "$scratch/expired")"
refuses "PostgreSQL: shut to another role's" 'authentication failed' log_in "$(url xorb backup "$scratch/ours")"
passes "Redis: opens to the API" ping_redis ours api
refuses "Redis: shut to nobody's" '' ping_redis ours nothing
refuses "Redis: shut to a foreign one" '' ping_redis foreign api
refuses "Redis: shut to an expired one" '' ping_redis expired api
