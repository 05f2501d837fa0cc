if object_id('zonitel_sms_seen') is null create table zonitel_sms_seen (
	notification_id nvarchar(200) collate Latin1_General_BIN2 not null,
	seen_at bigint not null,
	constraint zonitel_sms_seen_pk primary key (notification_id),
	index zonitel_sms_seen_at (seen_at)
);

if object_id('zonitel_sms_inbox') is null create table zonitel_sms_inbox (
	task_name nvarchar(100) collate Latin1_General_BIN2 not null,
	task_instance nvarchar(200) collate Latin1_General_BIN2 not null,
	task_data varbinary(max),
	execution_time datetime2(6) not null,
	picked bit not null,
	picked_by varchar(50),
	last_success datetime2(6),
	last_failure datetime2(6),
	consecutive_failures int,
	last_heartbeat datetime2(6),
	version bigint not null,
	constraint zonitel_sms_inbox_pk primary key (task_name, task_instance),
	index zonitel_sms_inbox_due (execution_time),
	index zonitel_sms_inbox_beat (last_heartbeat)
);
