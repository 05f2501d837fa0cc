create table if not exists sample_sms (
	id varchar(200) not null primary key,
	inbound boolean not null,
	peer varchar(100) not null,
	text varchar(100000) not null,
	status varchar(100) not null,
	first_seen timestamp(6) with time zone not null
);
