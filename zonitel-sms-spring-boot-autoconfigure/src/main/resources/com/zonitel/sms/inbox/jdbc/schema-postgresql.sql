create table if not exists zonitel_sms_seen (
	notification_id varchar(200) collate "C" not null,
	seen_at bigint not null,
	primary key (notification_id)
);

create index if not exists zonitel_sms_seen_at on zonitel_sms_seen (seen_at);

create table if not exists zonitel_sms_inbox (
	task_name varchar(100) collate "C" not null,
	task_instance varchar(200) collate "C" not null,
	task_data bytea,
	execution_time timestamp with time zone not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp with time zone,
	last_failure timestamp with time zone,
	consecutive_failures integer,
	last_heartbeat timestamp with time zone,
	version bigint not null,
	primary key (task_instance, task_name)
);

create index if not exists zonitel_sms_inbox_due on zonitel_sms_inbox (execution_time) where not picked;

create index if not exists zonitel_sms_inbox_beat on zonitel_sms_inbox (last_heartbeat) where last_heartbeat is not null;
