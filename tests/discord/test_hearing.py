"""Who is answered: every way to ask, and nobody who talks to somebody else."""

import pytest

from tests.discord.stage import Stage, sent, texts


@pytest.mark.parametrize("said", ["{bot} What happened?", "What {bot} happened?", "What happened? {bot}"])
async def test_a_mention_anywhere_asks_without_the_mention(stage: Stage, said: str) -> None:
    await stage.alice.send(stage.channel, said.format(bot=stage.bot))

    ((asked, _),) = stage.library.asked
    assert asked.split() == ["What", "happened?"]
    assert "A quoted sentence." in texts(stage.ours()[0])


async def test_the_answer_replies_to_its_question_and_pings_nobody(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    (answer,) = stage.ours()
    assert answer.reference is not None
    assert answer.reference.message_id == question.id
    (body,) = sent(stage, "POST", "/messages")
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert (body["nonce"], body["enforce_nonce"]) == (str(question.id), True)


async def test_talk_among_people_is_not_answered(stage: Stage) -> None:
    said = await stage.alice.send(stage.channel, "What happened?")
    await stage.bob.send(stage.channel, f"{stage.alice.mention} nothing", reply_to=said)
    await stage.bob.send(stage.channel, f"{stage.alice.mention} really nothing")

    assert stage.ours() == []
    assert stage.library.asked == []


async def test_other_bots_are_not_answered(stage: Stage) -> None:
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))

    await robot.send(stage.channel, f"{stage.bot} What happened?")

    assert stage.ours() == []


async def test_names_are_read_as_people_see_them(stage: Stage) -> None:
    await stage.alice.send(
        stage.channel, f"{stage.bot} What did {stage.bob.mention} write in {stage.channel.mention} <:sad:1>?"
    )

    assert stage.library.asked[0][0] == "What did @bob write in #general sad?"


async def test_a_direct_message_needs_no_mention_and_follow_ups_share_its_thread(stage: Stage) -> None:
    await stage.alice.send_dm("What happened?")
    await stage.alice.send_dm("And then?")

    assert [text for text, _ in stage.library.asked] == ["What happened?", "And then?"]
    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]
    assert len(stage.ours(stage.alice.user.dm_channel)) == 2


async def test_a_reply_to_an_answer_asks_on(stage: Stage) -> None:
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (answer,) = stage.ours()

    await stage.bob.send(stage.channel, f"And then, {stage.bot}?", reply_to=answer)

    text, earlier = stage.library.asked[1]
    assert text.split() == ["And", "then,", "?"]
    assert [turn.question for turn in earlier] == ["What happened?"]


async def test_a_new_question_in_a_channel_knows_nothing_of_the_one_before(stage: Stage) -> None:
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    await stage.alice.send(stage.channel, f"{stage.bot} Who was it?")

    assert [earlier for _, earlier in stage.library.asked] == [(), ()]


async def test_earlier_questions_are_read_from_the_replies_when_they_are_forgotten(stage: Stage) -> None:
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (answer,) = stage.ours()
    stage.services.conversation._threads.clear()

    await stage.alice.send(stage.channel, f"{stage.bot} And then?", reply_to=answer)

    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]


async def test_earlier_questions_of_a_direct_channel_are_read_there_when_they_are_forgotten(
    stage: Stage,
) -> None:
    await stage.alice.send_dm("What happened?")
    stage.services.conversation._threads.clear()

    await stage.alice.send_dm("And then?")

    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]


async def test_a_channel_that_asks_for_threads_gets_one_and_follow_ups_in_it_are_heard(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    (thread,) = stage.channel.threads
    assert (thread.id, thread.name) == (question.id, "What happened?")
    assert stage.ours() == []
    assert "A quoted sentence." in texts(stage.ours(thread)[0])

    await stage.bob.send(thread, f"And then, {stage.bot}?")

    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]
    assert len(stage.ours(thread)) == 2


async def test_in_our_own_thread_a_text_that_we_may_read_needs_no_mention(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (thread,) = stage.channel.threads
    monkeypatch.setattr("simcord.gateway._intents.censor_message", lambda *_args, **_more: False)

    await stage.bob.send(thread, "And then?")

    assert stage.library.asked[1][0] == "And then?"


async def test_in_our_own_thread_one_whose_text_we_may_not_read_is_told_how_to_ask(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (thread,) = stage.channel.threads

    await stage.bob.send(thread, "And then?")

    assert len(stage.library.asked) == 1
    assert "mention me" in stage.ours(thread)[-1].content


async def test_in_our_own_thread_talk_between_people_is_left_alone(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (thread,) = stage.channel.threads
    said = await stage.alice.send(thread, f"{stage.bob.mention} look")

    await stage.bob.send(thread, "I see", reply_to=said)

    assert len(stage.ours(thread)) == 1


async def test_a_forum_post_is_answered_where_the_forum_has_opted_in_and_its_title_is_asked(
    stage: Stage,
) -> None:
    forum = stage.guild.create_forum_channel("questions")
    await stage.services.channels.choose(f"discord:channel:{forum.id}", {"auto": True})

    post = await stage.post(forum, "What did R1 cost?", "I cannot find it.")

    assert stage.library.asked[0][0] == "What did R1 cost?"
    assert len(stage.ours(post)) == 1


async def test_a_forum_post_that_mentions_us_is_asked_with_its_title(stage: Stage) -> None:
    forum = stage.guild.create_forum_channel("questions")

    await stage.post(forum, "What did R1 cost?", f"{stage.bot} In dollars, please.")

    assert stage.library.asked[0][0] == "What did R1 cost?\nIn dollars, please."


async def test_a_forum_post_elsewhere_is_left_alone(stage: Stage) -> None:
    forum = stage.guild.create_forum_channel("talk")

    post = await stage.post(forum, "What did R1 cost?", "I cannot find it.")

    assert stage.ours(post) == []


async def test_a_mention_without_a_question_is_told_how_to_ask(stage: Stage) -> None:
    await stage.alice.send(stage.channel, stage.bot)

    assert stage.library.asked == []
    assert "/ask" in stage.ours()[0].content
