create table if not exists zonitel_sms_seen (
	notification_id varchar(200) not null,
	seen_at bigint not null,
	primary key (notification_id)
);

create index if not exists zonitel_sms_seen_at on zonitel_sms_seen (seen_at);

create table if not exists zonitel_sms_inbox (
	task_name varchar(100) not null,
	task_instance varchar(200) not null,
	task_data blob(32M),
	execution_time timestamp(6) with time zone not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp(6) with time zone,
	last_failure timestamp(6) with time zone,
	consecutive_failures integer,
	last_heartbeat timestamp(6) with time zone,
	version bigint not null,
	primary key (task_name, task_instance)
);

create index if not exists zonitel_sms_inbox_due on zonitel_sms_inbox (execution_time);

create index if not exists zonitel_sms_inbox_beat on zonitel_sms_inbox (last_heartbeat);
